"""Figures as PDF: a page of vectors with its fonts, title and recipe inside, the same bytes every time."""

import re
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QRectF, QSizeF, QUuid
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from explorer.figure.picture import DPI, SOFTWARE, Picture

RESOLUTION = 1200
_POINT = 72.0 / DPI
_SPACE = QUuid("{6f9c1a52-0c0e-5d0b-9a55-3f6a2a1c7e11}")
_DATES = re.compile(rb"/CreationDate \([^)]*\)\n(?:/ModDate \([^)]*\)\n)?")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) n ")
_START = re.compile(rb"startxref\n(\d+)\s*%%EOF\s*\Z")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{recipe}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{software}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def pdf_bytes(picture: Picture) -> bytes:
    """The content of a PDF file: a page of the picture's size at 96 px to the inch."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(picture.title)
    writer.setCreator(SOFTWARE)
    writer.setResolution(RESOLUTION)
    size = QPageSize(
        QSizeF(picture.width * _POINT, picture.height * _POINT),
        QPageSize.Unit.Point,
        "figure",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    metadata = _XMP.format(title=escape(picture.title), recipe=escape(picture.recipe), software=SOFTWARE)
    writer.setDocumentXmpMetadata(QByteArray(metadata.encode()))
    writer.setDocumentId(QUuid.createUuidV5(_SPACE, picture.recipe.encode()))
    QHashSeed.setDeterministicGlobalSeed()  # Qt writes the fonts in the order of a table that is shuffled otherwise
    try:
        painter = QPainter(writer)
        painter.scale(RESOLUTION / DPI, RESOLUTION / DPI)
        if picture.ground is not None:  # Qt rounds pages to whole points, so the ground must reach a little further
            painter.fillRect(QRectF(0, 0, picture.width + 1, picture.height + 1), picture.ground)
        picture.draw(painter)
    finally:
        QHashSeed.resetRandomGlobalSeed()
    return without_dates(bytes(buffer.data().data()))


def without_dates(data: bytes) -> bytes:
    """The file without the time of its making, which Qt always writes; every offset in it is corrected."""
    dates, start = _DATES.search(data), _START.search(data)
    if dates is None or start is None:
        return data
    first, gone, table = dates.start(), len(dates[0]), int(start[1])

    def moved(offset: bytes) -> int:
        return int(offset) - gone if int(offset) > first else int(offset)

    entries = _ENTRY.sub(lambda found: b"%010d %s n " % (moved(found[1]), found[2]), data[table : start.start()])
    return data[:first] + data[dates.end() : table] + entries + b"startxref\n%d \n%%%%EOF\n" % moved(start[1])

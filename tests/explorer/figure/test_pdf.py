"""PDF: one page of the right size with its fonts inside, the same bytes at any time, and offsets that are right."""

import re
import shutil
import subprocess
import time
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from explorer.figure.page import compose
from explorer.figure.pdf import pdf_bytes, without_dates
from explorer.figure.png import image
from explorer.theme.tokens import DARK
from tests.explorer.figure.conftest import difference


def test_one_page_of_the_right_size_with_fonts(figure):
    data = pdf_bytes(compose(figure))
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\n", data)) == 1
    assert b"/FontFile2" in data and b"+Inter" in data
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert found is not None
    assert [float(side) for side in found.groups()] == pytest.approx([300, 315], abs=0.01)  # 96 px are 72 points


def test_same_bytes_a_second_later_without_any_date(figure):
    first = pdf_bytes(compose(figure))
    time.sleep(1.1)
    assert pdf_bytes(compose(figure)) == first
    assert b"CreationDate" not in first and b"ModDate" not in first


def test_every_offset_points_at_its_object(figure):
    data = pdf_bytes(compose(figure))
    start = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    assert data[start:].startswith(b"xref\n0 ")
    entries = re.findall(rb"(\d{10}) \d{5} ([nf]) ", data[start:])
    assert len(entries) > 10
    for number, (offset, kind) in enumerate(entries):
        if kind == b"n":
            assert data[int(offset) :].startswith(b"%d 0 obj" % number)


def test_a_file_without_dates_stays_as_it_is():
    assert without_dates(b"%PDF-1.4\nnothing of the kind") == b"%PDF-1.4\nnothing of the kind"


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_drawn_by_another_program_it_looks_like_the_png(figure, tmp_path):
    (tmp_path / "figure.pdf").write_bytes(pdf_bytes(compose(figure)))
    done = subprocess.run(
        ["pdftoppm", "-r", "96", "-png", "-singlefile", "figure.pdf", "page"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stderr == ""
    again, direct = QImage(str(tmp_path / "page.png")), image(compose(figure))
    assert again.size() == direct.size()
    assert difference(again, direct) < 0.01


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_the_ground_reaches_every_edge_of_a_page_that_is_no_whole_number_of_points(figure, tmp_path):
    odd = replace(figure, width=401, height=421, theme=DARK)
    (tmp_path / "figure.pdf").write_bytes(pdf_bytes(compose(odd)))
    subprocess.run(
        ["pdftoppm", "-r", "96", "-png", "-singlefile", "figure.pdf", "page"],
        cwd=tmp_path,
        timeout=30,
        check=True,
        capture_output=True,
    )
    page = QImage(str(tmp_path / "page.png"))
    corner = page.pixelColor(page.width() - 1, page.height() - 1)
    assert abs(corner.lightness() - DARK.panel.lightness()) < 60

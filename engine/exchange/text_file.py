"""Turns a text file of any usual encoding into text with plain line ends."""

from __future__ import annotations

import codecs
import os
import re

from engine.errors import DataError
from engine.exchange.regular_file import read_bytes
from engine.exchange.wording import met, shown

MAX_BYTES = 64 << 20
MAX_LINES = 2_000_000
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(path: str | os.PathLike[str], *, limit: int = MAX_BYTES) -> str:
    """The text of the file at `path`, with every line ended by a single line feed.

    A byte-order mark decides the encoding; without one, UTF-16 is recognised by its zero bytes, then UTF-8 is tried,
    then Latin-1 taken. Raises `DataError` for files that are not text (zero bytes and other control characters).
    """
    data = read_bytes(path, limit=limit)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise DataError(
                f"{shown(path)}: broken {encoding} text at byte {error.start:,}; allowed are UTF-8, UTF-16 and Latin-1"
            ) from error
        text = data.decode("latin-1")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _CONTROL.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise DataError(f"{shown(path)}, line {line}: the control character {met(odd[0])} met; allowed is plain text")
    if text.count("\n") > MAX_LINES:
        raise DataError(f"{shown(path)}: more than {MAX_LINES:,} lines met, at most {MAX_LINES:,} are allowed")
    return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:2000]
    # Digits and commas in UTF-16 have every second byte zero; ordinary text has none at all.
    if len(data) % 2 == 0 and len(head) >= 4:
        if not any(head[0::2]) and all(head[1::2]):
            return "utf-16-be"
        if not any(head[1::2]) and all(head[0::2]):
            return "utf-16-le"
    return "utf-8"

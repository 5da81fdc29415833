"""How file names and file contents appear in one-line messages."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path


def one_line(text: str, *, limit: int = 200) -> str:
    """`text` on one line: control characters and line breaks escaped, cut to `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in cut)


def shown(path: str | os.PathLike[str]) -> str:
    """The path as a message names it: one line, and the end of it (the file's name) when it is very long."""
    text = str(Path(path))
    return one_line(text if len(text) <= 200 else "…" + text[-199:])


def met(value: object) -> str:
    """A value found in a file, quoted and cut to 40 characters, safe to print."""
    return f"'{one_line(str(value), limit=40)}'"


def nearest(name: str, allowed: Iterable[str]) -> str:
    """The end of a message about an unknown name: the closest known ones, else the first few."""
    known = list(allowed)
    close = difflib.get_close_matches(one_line(name), known[:5000], n=3, cutoff=0.5)
    if close:
        return "did you mean " + ", ".join(met(c) for c in close) + "?"
    few = ", ".join(met(k) for k in known[:6]) or "none"
    return f"known are {few}" + (f" and {len(known) - 6} more" if len(known) > 6 else "")

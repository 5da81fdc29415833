"""Formulas: typeset once, kept in memory and on disk, with the numbers of moments put in afterwards."""

import contextlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from explorer.drawing import formula_cache, typesetting
from explorer.drawing.formula_cache import set_cache_folder
from explorer.drawing.formula_picture import Formula
from explorer.drawing.outline import read_outline
from explorer.drawing.typesetting import Setting

__all__ = ["Formula", "is_cached", "preload", "safe_typeset", "set_cache_folder", "typeset"]

_KEPT = 8192
_NUMBER = re.compile(r"\^\{(\d+)\}")
"""A whole number as superscript: a moment or a power."""
_SCRIPT = 0.702
"""The size of superscripts in the formula font, per em."""
_FORMULAS: OrderedDict[tuple[str, float], Formula] = OrderedDict()


def _set(latex: str, size: float) -> tuple[Setting, QPainterPath]:
    """From the disk if it is there and sound, else freshly set and stored."""
    stored = formula_cache.read(latex, size)
    if stored is not None:
        with contextlib.suppress(ValueError):
            return stored, read_outline(stored.outline).translated(stored.shift, 0.0)
    setting = typesetting.set_latex(latex, size)
    path = read_outline(setting.outline).translated(setting.shift, 0.0)
    formula_cache.write(latex, size, setting)
    return setting, path


def typeset(latex: str, size: float = 17.0) -> Formula:
    """The formula of `latex` at `size` px per em, from memory, from the disk or freshly set (10 to 30 ms).

    Numbers in superscripts are put in after setting, so that a formula read at another moment is not set anew. Raises
    ValueError where `latex` is broken or holds an unknown command.
    """
    key = (latex, float(size))
    formula = _FORMULAS.get(key)
    if formula is None:
        formula = _FORMULAS[key] = _numbered(latex, size) if _NUMBER.search(latex) else _plain(latex, size)
        if len(_FORMULAS) > _KEPT:
            _FORMULAS.popitem(last=False)
    return formula


def safe_typeset(latex: str, text: str, size: float) -> Formula:
    """The formula; what cannot be typeset is set as upright text, because one odd name must not hide a number."""
    try:
        return typeset(latex, size)
    except ValueError:
        kept = "".join(letter if letter not in r"\{}$#%&_^~" else " " for letter in text)
        return typeset(rf"\text{{{kept}}}", size)


def _plain(latex: str, size: float) -> Formula:
    setting, path = _set(latex, size)
    return Formula(
        latex=latex,
        em=float(size),
        size=QSizeF(setting.width, setting.height),
        ascent=setting.ascent,
        boxes=tuple((name, QRectF(*box)) for name, box in setting.boxes),
        path=path,
    )


def _template(latex: str) -> str:
    """The same formula with room for as many digits in place of each superscript number."""
    count = iter(range(latex.count("^")))
    return _NUMBER.sub(
        lambda number: rf"^{{\class{{digits{next(count)}}}{{\phantom{{{'8' * len(number[1])}}}}}}}", latex
    )


def _numbered(latex: str, size: float) -> Formula:
    room = typeset(_template(latex), size)
    numbers = _NUMBER.findall(latex)
    path = QPainterPath(room.path)
    parts = [(room, QPointF(0.0, 0.0))]
    for name, box in room.boxes:
        if name.startswith("digits"):
            written = numbers[int(name.removeprefix("digits"))]
            number = _digits(written, size)
            eights = _digits("8" * len(written), size).path.boundingRect()
            origin = QPointF(box.left() - eights.left(), box.bottom() - eights.bottom())
            path.addPath(number.path.translated(origin))
            parts.append((number, origin))
    return Formula(
        latex=latex,
        em=float(size),
        size=room.size,
        ascent=room.ascent,
        boxes=tuple((name, box) for name, box in room.boxes if not name.startswith("digits")),
        path=path,
        parts=tuple(parts),
    )


@lru_cache(maxsize=1024)
def _digits(number: str, size: float) -> Formula:
    """A number at the size of superscripts; digits are equally wide."""
    step = _set("88", size * _SCRIPT)[1].boundingRect().width() - _set("8", size * _SCRIPT)[1].boundingRect().width()
    path = QPainterPath()
    for place, digit in enumerate(number):
        setting, outline = _set(digit, size * _SCRIPT)
        path.addPath(outline.translated(place * step - setting.shift, 0.0))
    ink = path.boundingRect()
    return Formula(
        latex=f"superscript {number}",
        em=float(size),
        size=QSizeF(ink.right() + 1.0, ink.height() + 2.0),
        ascent=1.0 - ink.top(),
        boxes=(),
        path=path,
    )


def is_cached(latex: str, size: float = 17.0) -> bool:
    """Whether `typeset` would return at once."""
    return (latex, float(size)) in _FORMULAS or formula_cache.read(_template(latex), size) is not None


def preload(latexes: Iterable[str], size: float = 17.0) -> None:
    """Typeset all of `latexes`, for use before the first paint."""
    for latex in latexes:
        typeset(latex, size)

"""Path texts, as glyphs and typeset formulas store their shapes, read into painter paths."""

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

_TOKEN = re.compile(r"[A-Zabcdf-z]|[^\sA-Zabcdf-z]+")
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0, "O": 3}


def read_outline(text: str) -> QPainterPath:
    """The path of `text`: M x y, L x y, Q x1 y1 x y, C x1 y1 x2 y2 x y, Z, and O cx cy r for a circle.

    Raises ValueError for anything else.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        letter = tokens[at]
        if letter not in _ARGUMENTS:
            raise ValueError(f"path command {letter!r} in {text[:60]!r}; allowed are {', '.join(_ARGUMENTS)}")
        end = at + 1 + _ARGUMENTS[letter]
        numbers = [float(token) for token in tokens[at + 1 : end]]
        if len(numbers) != _ARGUMENTS[letter]:
            raise ValueError(f"path command {letter!r} at the end of {text[-60:]!r} lacks numbers")
        at = end
        if letter == "M":
            path.moveTo(*numbers)
        elif letter == "L":
            path.lineTo(*numbers)
        elif letter == "Q":
            path.quadTo(*numbers)
        elif letter == "C":
            path.cubicTo(*numbers)
        elif letter == "O":
            path.addEllipse(QPointF(numbers[0], numbers[1]), numbers[2], numbers[2])
        else:
            path.closeSubpath()
    return path

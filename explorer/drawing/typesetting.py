"""LaTeX to outlines and the rectangles of its marked parts; the only caller of the typesetter."""

import warnings
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree

_MARGIN = 1.0
# The converter names the upright forms; mathematics sets variables in italics.
_ITALIC = {
    "&#x003F5;": "\N{MATHEMATICAL ITALIC EPSILON SYMBOL}",
    "&#x003D5;": "\N{MATHEMATICAL ITALIC PHI SYMBOL}",
    "&#x02202;": "\N{MATHEMATICAL ITALIC PARTIAL DIFFERENTIAL}",
}

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Setting:
    """A typeset formula in px, origin at the left end of the baseline, y downwards.

    `outline` is the filled shape as a path text (M, L, Q, C, Z), still to be moved right by `shift`; a box is left,
    top, width, height.
    """

    outline: str
    shift: float
    width: float
    height: float
    ascent: float
    boxes: tuple[tuple[str, Box], ...]


def typesetter_version() -> str:
    """Version of the typesetter, part of every key of the disk cache."""
    return f"{version('ziamath')}/{version('latex2mathml')}"


def mathml(latex: str) -> str:
    """MathML of `latex`. Raises ValueError where it is broken or holds an unknown command."""
    from latex2mathml.converter import convert

    try:
        markup = str(convert(latex))
    except Exception as error:  # the converter has a dozen unrelated exceptions and lets IndexError through
        raise ValueError(f"broken LaTeX {latex!r}: {type(error).__name__} {error}") from error
    position = markup.find("\\")
    if position >= 0:
        command = markup[position:].split("<", 1)[0]
        raise ValueError(f"unknown command {command!r} in LaTeX {latex!r}")
    for upright, italic in _ITALIC.items():
        markup = markup.replace(upright, italic)
    return markup


def _marked(node: Any, left: float, baseline: float, depth: int) -> list[tuple[int, str, Box]]:
    """Depth, name and rectangle of every marked node; the typesetter's y grows upwards inside a node's bbox."""
    found: list[tuple[int, str, Box]] = []
    name = node.element.attrib.get("class") if hasattr(node, "element") else None
    if name:
        box = node.bbox
        found.append((depth, name, (left + box.xmin, baseline - box.ymax, box.xmax - box.xmin, box.ymax - box.ymin)))
    for child, (dx, dy) in zip(getattr(node, "nodes", ()), getattr(node, "nodexy", ()), strict=False):
        found += _marked(child, left + dx, baseline + dy, depth + 1)
    return found


def _rectangle(left: float, top: float, right: float, bottom: float, *, reverse: bool = False) -> str:
    """A rectangle as a path; the reverse way round it cuts a hole into one around it."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if reverse:
        corners.reverse()
    return "M " + " L ".join(f"{x:g} {y:g}" for x, y in corners) + " Z"


def _bar(element: ElementTree.Element) -> str:
    """A filled bar, or the frame of a box."""
    left, top, width, height = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    if element.get("fill") != "none":
        return _rectangle(left, top, left + width, top + height)
    half = float(element.attrib["stroke-width"]) / 2.0
    outer = _rectangle(left - half, top - half, left + width + half, top + height + half)
    inner = (left + half, top + half, left + width - half, top + height - half)
    return f"{outer} {_rectangle(*inner, reverse=True)}"


def _outline(drawing: ElementTree.Element, latex: str) -> str:
    """All glyphs and bars of the typesetter's SVG as one path, in its coordinates."""
    parts = []
    for element in drawing:
        moved, stroked = "transform" in element.attrib, element.tag == "path" and "stroke" in element.attrib
        if element.tag == "path" and not (moved or stroked):
            parts.append(element.attrib["d"].strip())
        elif element.tag == "rect" and not moved:
            parts.append(_bar(element))
        elif element.tag == "g" and not moved:
            parts.append(_outline(element, latex))
        else:
            raise ValueError(f"LaTeX {latex!r} needs <{element.tag}> to be drawn; allowed are filled outlines and bars")
    return " ".join(parts)


@cache
def _tame_nested_rows() -> None:
    """Spare the typesetter a measurement whose cost doubles with every nested bracket.

    To know how far brackets stretch it sets each row anew without its stretchy signs, and inside that each row again.
    The inner measurement never counts, because nothing stretches there.
    """
    from ziamath.nodes.mrow import Mrow

    measured = Mrow._get_height_nostretch

    def once(self: Any, line: Any, **settings: Any) -> Any:
        return (0.0, 0.0) if settings.get("nostretch") else measured(self, line, **settings)

    Mrow._get_height_nostretch = once  # type: ignore[method-assign]


def set_latex(latex: str, size: float) -> Setting:
    """Typeset `latex` at `size` px per em. Raises ValueError where it can not be set."""
    with warnings.catch_warnings():
        # It opens its own font in a way that newer versions of Python deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    # Outlines in place instead of references to shared symbols.
    ziamath.config.svg2 = False
    _tame_nested_rows()
    markup = mathml(latex)
    try:
        formula = ziamath.Math(markup, size=size, margin=_MARGIN)
        drawing = formula.svgxml()
    except Exception as error:  # its layout fails with whatever the broken tree leads to
        raise ValueError(f"LaTeX {latex!r} can not be typeset: {type(error).__name__} {error}") from error
    box = formula.node.bbox
    # The ink may start left of the pen; the origin is moved so that nothing lies left of it.
    shift = _MARGIN - box.xmin
    boxes = sorted(_marked(formula.node, shift, 0.0, 0), key=lambda part: part[0])
    return Setting(
        outline=_outline(drawing, latex),
        shift=shift,
        width=box.xmax - box.xmin + 2.0 * _MARGIN,
        height=box.ymax - box.ymin + 2.0 * _MARGIN,
        ascent=box.ymax + _MARGIN,
        boxes=tuple((name, part) for _, name, part in boxes),
    )

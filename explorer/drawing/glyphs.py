"""The shapes of all icons in an 18 × 18 box: filled outlines and 1.8 px lines, as short path texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glyph:
    """`fill` and `line` are paths: M x y, L x y, C x1 y1 x2 y2 x y, Z, and O cx cy r for a circle."""

    fill: str = ""
    line: str = ""
    mirrored: bool = False


# Forward icons; their backward twins are these, mirrored, and are never drawn apart.
_FORWARD = {
    "last": Glyph(fill="M3 3.5 L12 9 L3 14.5 Z M13 3.5 L15.2 3.5 L15.2 14.5 L13 14.5 Z"),
    "forward-moment": Glyph(fill="M1.5 3.8 L9.3 9 L1.5 14.2 Z M9.3 3.8 L17.1 9 L9.3 14.2 Z"),
    "over": Glyph(
        fill="M17.4 4.2 L16.5 11.1 L11.3 7.4 Z O 9 14.2 2",
        line="M1.8 9.6 C3.3 5.4 10.4 3.4 14.4 8",
    ),
    "play": Glyph(fill="M4 2.8 L15.4 9 L4 15.2 Z"),
    "redo": Glyph(line="M15 7.5 L7 7.5 C1.2 7.5 1.2 14.8 7 14.8 L10.5 14.8 M11.5 3.8 L15.2 7.5 L11.5 11.2"),
    "chevron-right": Glyph(line="M6.5 3.5 L12 9 L6.5 14.5"),
    "run-to-here": Glyph(fill="M6.6 4.6 L13 9 L6.6 13.4 Z", line="M1.8 9 L7 9 M15.2 3.4 L15.2 14.6"),
    "arrow-right": Glyph(line="M2.5 9 L15 9 M10.5 4.5 L15 9 L10.5 13.5"),
}

_BACKWARD = {
    "first": "last",
    "back-moment": "forward-moment",
    "back-over": "over",
    "play-back": "play",
    "undo": "redo",
    "chevron-left": "chevron-right",
    "back-to-here": "run-to-here",
    "arrow-left": "arrow-right",
}

_INTO = "M9 10.8 L5.4 6 L12.6 6 Z O 9 15 2"
_OUT = "M9 1.4 L12.6 6.2 L5.4 6.2 Z O 9 15 2"

_OTHER = {
    "pause": Glyph(fill="M4.4 3.4 L7.6 3.4 L7.6 14.6 L4.4 14.6 Z M10.4 3.4 L13.6 3.4 L13.6 14.6 L10.4 14.6 Z"),
    "stop": Glyph(fill="M3.8 3.8 L14.2 3.8 L14.2 14.2 L3.8 14.2 Z"),
    "into": Glyph(fill=_INTO, line="M9 1.4 L9 7"),
    "out": Glyph(fill=_OUT, line="M9 5.4 L9 11"),
    "open": Glyph(line="M2 14.6 L2 3.6 L6.8 3.6 L8.4 5.6 L14.6 5.6 L14.6 8 M2 14.6 L4.8 8 L17 8 L14.4 14.6 Z"),
    "save": Glyph(
        line="M2.6 2.6 L12.4 2.6 L15.4 5.6 L15.4 15.4 L2.6 15.4 Z "
        "M5.4 15 L5.4 10 L12.6 10 L12.6 15 M5.6 3 L5.6 6.2 L11 6.2 L11 3"
    ),
    "figure": Glyph(fill="O 12 6.2 1.5", line="M2 3 L16 3 L16 15 L2 15 Z M2.6 13 L6.8 7.6 L10 11.4 L12 9.4 L15.4 13"),
    "copy": Glyph(line="M6.4 6.4 L15.6 6.4 L15.6 15.6 L6.4 15.6 Z M3.6 11.6 L2.4 11.6 L2.4 2.4 L11.6 2.4 L11.6 3.6"),
    "theme": Glyph(
        fill="M9 2 C12.87 2 16 5.13 16 9 C16 12.87 12.87 16 9 16 Z",
        line="O 9 9 7",
    ),
    "chevron-down": Glyph(line="M3.5 6.5 L9 12 L14.5 6.5"),
    "chevron-up": Glyph(line="M3.5 11.5 L9 6 L14.5 11.5"),
    "search": Glyph(line="O 7.6 7.6 5 M11.4 11.4 L15.8 15.8"),
    "settings": Glyph(fill="O 6 5 2.3 O 12 13 2.3", line="M1.8 5 L16.2 5 M1.8 13 L16.2 13"),
    "help": Glyph(fill="O 9 15 1.25", line="M5.4 6 C5.4 1.4 12.8 1.4 12.8 5.8 C12.8 8.4 9 8.4 9 11.6"),
    "close": Glyph(line="M4 4 L14 14 M14 4 L4 14"),
    "add": Glyph(line="M9 2.8 L9 15.2 M2.8 9 L15.2 9"),
    "remove": Glyph(line="M2.8 9 L15.2 9"),
    "check": Glyph(line="M2.8 9.6 L7 13.8 L15.4 4.4"),
    "cross": Glyph(line="M3.6 3.6 L14.4 14.4 M14.4 3.6 L3.6 14.4"),
    "triangle": Glyph(fill="O 9 12.7 1", line="M9 2.4 L16.4 15.4 L1.6 15.4 Z M9 7 L9 9.8"),
    "dots": Glyph(fill="O 3.4 9 1.8 O 9 9 1.8 O 14.6 9 1.8"),
    "bars": Glyph(line="M2.8 6 L15.2 6 M2.8 12 L15.2 12"),
    "back-into": Glyph(fill=f"{_INTO} M1 6.2 L4.4 4 L4.4 8.4 Z", line="M9 1.4 L9 7"),
    "back-out": Glyph(fill=f"{_OUT} M1 8 L4.4 5.8 L4.4 10.2 Z", line="M9 5.4 L9 11"),
}

GLYPHS: dict[str, Glyph] = {
    **_FORWARD,
    **{
        backward: Glyph(fill=_FORWARD[forward].fill, line=_FORWARD[forward].line, mirrored=True)
        for backward, forward in _BACKWARD.items()
    },
    **_OTHER,
}

"""Type: Inter with tabular figures in the few sizes and weights that the window uses."""

from functools import cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

BODY, SECTION, PAGE = 15, 17, 23
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600

_FAMILY = "Inter"
_FALL_BACK = "DejaVu Sans"
_CODE = ("DejaVu Sans Mono", "JetBrains Mono", "Menlo", "Consolas", "Liberation Mono", "Courier New")
_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


def _bundled(name: str) -> bytes | None:
    """One bundled font file, None where the installation left it out."""
    found = files("resources").joinpath("fonts", name)
    return found.read_bytes() if found.is_file() else None


@cache
def load_fonts() -> str:
    """Load the bundled fonts once and return the family in use; needs a QGuiApplication."""
    loaded = True
    for name in _FILES:
        content = _bundled(name)
        if content is None or QFontDatabase.addApplicationFontFromData(content) < 0:
            loaded = False
    # An Inter of the system will do as well; without any, DejaVu's figures are tabular by themselves.
    return _FAMILY if loaded or _FAMILY in QFontDatabase.families() else _FALL_BACK


_SHARED: dict[int, QFont] = {}
"""The fonts that `font` gives, by identity: they live as long as the process, so no other object has theirs."""


@cache
def _font(pixels: int, weight: int) -> QFont:
    face = QFont([load_fonts(), _FALL_BACK])
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight(weight))
    face.setFeature(QFont.Tag("tnum"), 1)
    # Hinting would make widths depend on the scale, and a figure must break its lines as the screen does.
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    _SHARED[id(face)] = face
    return face


def font(size: int = BODY, weight: int = REGULAR, *, scale: float = 1.0) -> QFont:
    """Inter at `size` px times `scale`, with tabular figures. Raises ValueError below 15 px: nothing is set smaller.

    One object for everybody who asks for the same: take a copy, `QFont(font())`, to change it.
    """
    if size < BODY:
        raise ValueError(f"font size is {size} px; allowed is {BODY} px and above")
    return _font(round(size * scale), weight)


def code_font(scale: float = 1.0) -> QFont:
    """A face in which every letter is as wide, for texts that are typed: the first that the system has."""
    face = QFont(_CODE)
    face.setStyleHint(QFont.StyleHint.Monospace)
    face.setFixedPitch(True)
    face.setPixelSize(round(BODY * scale))
    return face


_METRICS: dict[str, QFontMetricsF] = {}


_WIDTHS: dict[tuple[str, int] | tuple[str, int, int, str], float] = {}
_WIDTHS_KEPT = 20_000


def text_width(text: str, face: QFont) -> float:
    """Advance of one line of `text` in px; kept, because most words of one picture stand in the next as well."""
    which = id(face)  # asked of the font itself, size, weight and family take longer than all the rest
    kept = (text, which) if which in _SHARED else (text, face.pixelSize(), face.weight(), face.family())
    width = _WIDTHS.get(kept)
    if width is None:
        key = face.key()
        metrics = _METRICS.get(key)
        if metrics is None:
            metrics = _METRICS.setdefault(key, QFontMetricsF(face))
        if len(_WIDTHS) >= _WIDTHS_KEPT:
            _WIDTHS.clear()
        width = _WIDTHS[kept] = metrics.horizontalAdvance(text)
    return width

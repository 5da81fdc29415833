"""How numbers are written: fixed digits, true minus, a sign where sign carries meaning; no Qt."""

import math
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
ABSENT = "\N{EM DASH}"
INFINITY = "\N{INFINITY}"


def _plain(value: float, digits: int) -> str:
    """|value| in at most digits + 2 characters where a decimal notation can say it, else with an exponent."""
    size = abs(value)
    if size < 0.5 * 10.0**-digits:
        return _with_exponent(size)
    text = f"{size:.{digits}f}"
    # Every digit before the point beyond the first costs one behind it, so that a column keeps its width.
    extra = len(text.partition(".")[0]) - 1
    if extra:
        text = f"{size:.{max(digits - extra, 0)}f}"
    if len(text) > digits + 2:
        return _with_exponent(size)
    return text


def _with_exponent(size: float) -> str:
    """Such as 1.2e−05, or 1e−120 where the exponent needs the room."""
    text = f"{size:.1e}"
    mantissa, _, exponent = text.partition("e")
    if len(exponent) > 3:
        mantissa = f"{size:.0e}".partition("e")[0]
    return f"{mantissa}e{exponent.replace('-', MINUS)}"


def _sign(value: float, signed: bool) -> str:
    if value < 0.0:
        return MINUS
    return "+" if signed else ""


def _exceptional(value: float | None) -> str | None:
    """The word for what is no ordinary number, None for those that are."""
    if value is None:
        return ABSENT
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return f"+{INFINITY}" if value > 0.0 else f"{MINUS}{INFINITY}"
    if value == 0.0:
        return "0"
    return None


def format_number(value: float | None, *, digits: int = 4, signed: bool = True) -> str:
    """`value` with `digits` decimals and constant width; None is "—", an exact zero a bare "0".

    A size that would round to zero, or that would be too wide, gets an exponent. Gates pass signed=False.
    """
    return _exceptional(value) or f"{_sign(value or 0.0, signed)}{_plain(value or 0.0, digits)}"


def format_short(value: float | None, *, signed: bool = True, decimals: int = 1) -> str:
    """`value` for cells narrower than 40 px: few decimals, no leading zero ("−.2"); tiny ones become "+.0"."""
    special = _exceptional(value)
    if special is not None or value is None:
        return special or ABSENT
    text = f"{abs(value):.{decimals}f}"
    if len(text) > 3 + decimals:
        text = f"{abs(value):.0e}".replace("e+0", "e").replace("e+", "e")
    elif len(text) > 2 + decimals:
        text = f"{abs(value):.0f}"
    return f"{_sign(value, signed)}{text.removeprefix('0') if text.startswith('0.') else text}"


def format_factor(value: float | None, *, digits: int = 4) -> str:
    """`value` as a factor of a product: no plus, parentheses when negative."""
    text = format_number(value, digits=digits, signed=False)
    return f"({text})" if text.startswith(MINUS) else text


def format_product(values: Iterable[float | None], *, digits: int = 4) -> str:
    """Factors joined by ×, such as "0.2682 × (−0.0127)"."""
    return f" {TIMES} ".join(format_factor(value, digits=digits) for value in values)


def format_limit(value: float) -> str:
    """The end of a scale in three significant digits, such as "3" or "0.15"; no plus."""
    text = f"{abs(value):.3g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}e{exponent.replace('-', MINUS)}"
    return f"{MINUS}{text}" if value < 0.0 else text


def format_error(error: float | None) -> str:
    """An error, which has no sign, in at most six letters: "0", "3e−10", "0.698", "20.5", "1,200"; None is "—"."""
    special = _exceptional(error)
    if special is not None or error is None:
        return (special or ABSENT).removeprefix("+")
    if not 1e-2 <= error < 1e4:
        return f"{error:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)
    return f"{error:.3g}" if error < 1e3 else f"{error:,.0f}"

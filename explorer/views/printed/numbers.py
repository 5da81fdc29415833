"""How errors are written and judged: three figures, an exponent where they are tiny, right below 1e-9."""

import math

from explorer.theme.numbers import INFINITY, MINUS

RIGHT_BELOW = 1e-9


def is_right(error: float) -> bool:
    """Whether nothing but rounding differs."""
    return error < RIGHT_BELOW


def error_text(error: float | None) -> str:
    """An error in at most seven letters: 0, 7e−16, 0.698, 20.5, ∞; None is a dash."""
    if error is None:
        return "—"
    if math.isnan(error):
        return "NaN"
    if math.isinf(error):
        return INFINITY
    if error == 0.0:
        return "0"
    if error < 1e-3 or error >= 1e5:
        return f"{error:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)
    return f"{error:.3g}" if error < 1e3 else f"{error:,.0f}"

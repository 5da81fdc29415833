"""Numbers on the data page, with their decimals and units."""

import math

from explorer.theme.numbers import MINUS


def decimals(step: float) -> int:
    """How many decimals tell numbers apart that lie `step` apart."""
    return max(0, min(9, math.ceil(-math.log10(step) - 1e-9))) if step > 0 and math.isfinite(step) else 0


def fixed(value: float, places: int) -> str:
    """A number of a table or an axis: true minus, thousands apart, an exponent where it would be long."""
    if value and (abs(value) >= 1e7 or abs(value) < 0.5 * 10.0**-places):
        return f"{value:.2g}".replace("e+", "e").replace("-", MINUS)
    return f"{value:,.{places}f}".replace("-", MINUS) if value else "0"


def decibels(value: float) -> str:
    """A power as the page writes it."""
    return f"{fixed(value, 1)} dB"


def percent(share: float) -> str:
    """A share of time; neither 0 % nor 100 % unless it is."""
    if 0.0 < share < 0.005 or 0.995 < share < 1.0:
        return "< 1 %" if share < 0.5 else "> 99 %"
    return f"{100.0 * share:.0f} %"

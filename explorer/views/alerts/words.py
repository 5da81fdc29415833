"""What is said of an alert: the name of its kind, how many, where the first is."""

from typing import NamedTuple

from PySide6.QtGui import QColor

from engine.checking.alerts import Alert, Kind
from explorer.scene import Scene
from explorer.scenery.units import unit_words
from explorer.theme.numbers import MINUS
from explorer.theme.tokens import Theme


class Look(NamedTuple):
    """Glyph and words of a kind, of which there is one or are several."""

    icon: str
    one: str
    many: str


LOOKS: dict[Kind, Look] = {
    "not finite": Look("cross", "quantity with NaN or ±∞", "quantities with NaN or ±∞"),
    "exploding": Look("chevron-up", "adjoint explodes", "adjoints explode"),
    "vanishing": Look("chevron-down", "adjoint vanishes", "adjoints vanish"),
    "saturated": Look("bars", "quantity is saturated", "quantities are saturated"),
    "dead": Look("dots", "quantity has dead units", "quantities have dead units"),
}


def colour(kind: Kind, theme: Theme) -> QColor:
    """Red for what spoils every number after it, else the colour of what deserves a look."""
    return theme.err if kind == "not finite" else theme.warn


def heading(kind: Kind, count: int) -> str:
    """Such as "2 adjoints vanish"."""
    look = LOOKS[kind]
    return f"{count} {look.one if count == 1 else look.many}"


def count_words(alert: Alert) -> str:
    """How many of how many; "" where there is only one."""
    if alert.total == 1:
        return ""
    return f"{alert.count:,} of {alert.total:,} {alert.unit_word}s"


def detail_words(alert: Alert) -> str:
    """How bad it is, with the minus signs of the window."""
    return alert.detail.replace("e-", f"e{MINUS}").replace("e+", "e")


def place_words(scene: Scene, alert: Alert) -> str:
    """Where the first one is, as the window counts: moments from 1, units and examples from 0."""
    first = alert.first
    return ", ".join(
        filter(
            None,
            (
                "" if first.moment is None else f"t = {first.moment + 1}",
                unit_words(scene.network, first.name, first.unit),
                "" if first.example is None or scene.trace.examples == 1 else f"example {first.example}",
            ),
        )
    )

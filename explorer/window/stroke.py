"""A stroke: a drag over places each of which is asked for once, however fast the mouse goes."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF

from explorer.command import Request
from explorer.view import Spot

WITHOUT_A_PLACE = 8.0
"""How far apart it is looked for places where none is near, in px at 100 %: half of it."""


class Stroke:
    """What the mouse goes over from its last position to the next one."""

    def __init__(self, start: QPointF) -> None:
        self._last = start

    def on_to(self, here: QPointF, spot_at: Callable[[QPointF], Spot | None]) -> list[Request]:
        """What the places between the last position and this one ask for, in order."""
        way, last = here - self._last, spot_at(self._last)
        near = [spot for spot in (last, spot_at(here)) if spot is not None]
        least = min((min(spot.rect.width(), spot.rect.height()) for spot in near), default=WITHOUT_A_PLACE)
        count = math.ceil(max(abs(way.x()), abs(way.y())) / max(1.0, least / 2.0))
        found: list[Request] = []
        for part in range(1, count + 1):
            spot = spot_at(self._last + way * (part / count))
            if spot is not None and spot is not last and spot.along is not None:
                found.append(spot.along)
            last = spot
        self._last = here
        return found

"""A stroke asks for every place between two positions of the mouse, once, and for nothing it did not go over."""

from PySide6.QtCore import QPointF, QRectF

from explorer.command import Request
from explorer.view import Spot
from explorer.window.stroke import Stroke

ROW = [Spot(QRectF(10.0 * n, 0.0, 10.0, 10.0), str(n), along=Request("put", n)) for n in range(10)]


def spot_at(point: QPointF) -> Spot | None:
    return next((spot for spot in ROW if spot.rect.contains(point)), None)


def asked(stroke: Stroke, x: float, y: float = 5.0) -> list[object]:
    return [request.argument for request in stroke.on_to(QPointF(x, y), spot_at)]


def test_every_place_on_the_way_is_asked_for_once_however_fast():
    assert asked(Stroke(QPointF(5.0, 5.0)), 95.0) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert asked(Stroke(QPointF(95.0, 5.0)), 5.0) == [8, 7, 6, 5, 4, 3, 2, 1, 0]


def test_within_one_place_nothing_is_asked_for_again():
    stroke = Stroke(QPointF(5.0, 5.0))
    assert asked(stroke, 8.0) == [] and asked(stroke, 12.0) == [1] and asked(stroke, 14.0) == []


def test_outside_all_places_nothing_is_asked_for():
    stroke = Stroke(QPointF(5.0, 5.0))
    assert asked(stroke, 5.0, 80.0) == [] and asked(stroke, 55.0, 80.0) == []
    assert asked(stroke, 55.0, 5.0) == [5]

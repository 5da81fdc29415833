"""The timeline of a network without time: a row for each quantity, its units side by side, adjoints beside values."""
from PySide6.QtGui import QPainter
from explorer.view import Frame, Spot
def draw_units(painter: QPainter, frame: Frame) -> list[Spot]:
    return []
def units_height(frame: Frame) -> float:
    return frame.height

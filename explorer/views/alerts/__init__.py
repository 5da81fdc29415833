"""The alerts: what is unsound in the whole run, counted, listed, and one click away."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from explorer.scene import Scene
from explorer.scenery.alerts import alerts
from explorer.view import Frame, View, only_moved
from explorer.views.alerts.picture import draw, height


def subtitle(scene: Scene) -> str:
    """How many there are."""
    count = len(alerts(scene))
    return f"{count} in the whole run" if count else "none in the whole run"


def changes(before: Frame, after: Frame) -> Sequence[QRectF] | None:
    """Nothing, unless the first number of an alert was computed or taken back in between."""
    first, last = sorted((before.scene.position, after.scene.position))
    met = any(first <= alert.positions[0] < last for alert in alerts(after.scene))
    return () if only_moved(before, after) and not met else None


VIEW = View(
    name="alerts",
    title="Alerts",
    side="debug",
    summary="NaN and infinities, vanishing and exploding adjoints, saturated gates, dead units: counted, with links",
    draw=draw,
    order=40,
    height=height,
    subtitle=subtitle,
    changes=changes,
    count=lambda scene: str(len(alerts(scene)) or ""),
)

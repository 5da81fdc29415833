"""The alerts: what is unsound in the whole run, counted, listed, and one click away."""

from explorer.scene import Scene
from explorer.scenery.alerts import alerts
from explorer.view import View
from explorer.views.alerts.picture import draw, height


def subtitle(scene: Scene) -> str:
    """How many there are."""
    count = len(alerts(scene))
    return f"{count} in the whole run" if count else "none in the whole run"


VIEW = View(
    name="alerts",
    title="Alerts",
    side="debug",
    summary="NaN and infinities, vanishing and exploding adjoints, saturated gates, dead units: counted, with links",
    draw=draw,
    order=40,
    height=height,
    subtitle=subtitle,
    count=lambda scene: str(len(alerts(scene)) or ""),
)

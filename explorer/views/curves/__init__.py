"""The curves: norms of all adjoints over moments on a log axis, and the units of what is looked at; zoom and pan."""

from collections.abc import Callable

from explorer.command import Request
from explorer.scene import Scene
from explorer.view import LivePanel, View
from explorer.views.curves.picture import draw


def live(dispatch: Callable[[Request], None]) -> LivePanel:
    """The panel with zoom and pan; `dispatch` takes what a click asks for."""
    # Importing pyqtgraph takes 0.4 s, which nobody should wait for who never opens this panel.
    from explorer.views.curves.panel import CurvesPanel

    return CurvesPanel(dispatch)


def has_moments(scene: Scene) -> bool:
    """Only what runs over moments has curves."""
    return scene.trace.moments is not None


VIEW = View(
    name="curves",
    title="Curves",
    side="below",
    summary="Norms of the adjoints on a log axis and the units of what is looked at, over moments, with zoom and pan",
    draw=draw,
    order=1,
    suits=has_moments,
    subtitle=lambda scene: "wheel zooms, drag pans, double-click fits",
    live=live,
)

"""The equation editor: a network's text, and beside it the equations that are derived from it as it is typed."""

from collections.abc import Callable

from explorer.command import Request
from explorer.scene import Scene
from explorer.view import LivePanel, View
from explorer.views.editor.picture import draw, height


def live(dispatch: Callable[[Request], None]) -> LivePanel:
    """The panel that is typed in; `dispatch` takes what it asks for."""
    from explorer.views.editor.panel import EditorPanel

    return EditorPanel(dispatch)


def has_source(scene: Scene) -> bool:
    """A trace handed over by a script has nothing that another text could be run on."""
    return bool(scene.state.opening.source)


VIEW = View(
    name="editor",
    title="Equations",
    side="stage",
    summary="The network as text, to be edited and run, and the backward equations derived from it as you type",
    draw=draw,
    order=40,
    height=height,
    suits=has_source,
    subtitle=lambda scene: "Ctrl+Return runs",
    live=live,
)

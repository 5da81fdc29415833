"""The alerts of the run on the screen, made once for each."""

from engine.checking.alerts import Alert, alerts_of
from explorer.scene import Scene
from explorer.scenery.memory import Memory

_kept = Memory(owners=3, things=1).kept


def alerts(scene: Scene) -> tuple[Alert, ...]:
    """All alerts of the whole run, kind by kind; those that lie ahead of the cursor are among them."""
    return _kept(scene.trace, "alerts", lambda: alerts_of(scene.trace))

"""Moments: which one a picture shows."""

from explorer.scene import Scene


def shown_moment(scene: Scene) -> int | None:
    """The moment that is shown, from 0: the focus's where one was chosen, else the cursor's; None without time."""
    if scene.trace.moments is None:
        return None
    focus = scene.focus
    if scene.state.selection is not None and focus is not None and focus.moment is not None:
        return min(max(focus.moment, 0), scene.trace.moments - 1)
    return scene.moment or 0

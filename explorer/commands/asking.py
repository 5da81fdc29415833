"""Asking: why a number is so small or so large, and where an alert is met first and next."""

from dataclasses import replace

from engine.checking.alerts import Alert, spot_after
from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.alerts import alerts
from explorer.scenery.travelling import travelled
from explorer.state import Selection


def _why(scene: Scene, argument: object) -> Outcome:
    """Brings the path of the adjoint that is looked at to the stage, or of the one that is asked for."""
    state = replace(scene.state, stage="path")
    if isinstance(argument, Selection) and argument.name in scene.network.quantities:
        return replace(state, selection=argument)
    return state


def _alert(scene: Scene, argument: object) -> Alert | None:
    """The alert of which (kind, name, adjoint) is asked for; without an argument the first."""
    found = alerts(scene)
    if argument is None:
        return next(iter(sorted(found, key=lambda alert: alert.positions[0])), None)
    return next((alert for alert in found if (alert.kind, alert.name, alert.adjoint) == argument), None)


def _to(scene: Scene, argument: object, *, following: bool) -> Outcome:
    alert = _alert(scene, argument)
    if alert is None:
        return None
    spot = spot_after(scene.trace, alert, scene.position) if following else alert.first
    return travelled(scene, Selection(spot.name, spot.adjoint, spot.moment, spot.unit), spot.example)


ASKING = (
    Command(
        "why",
        "Why is this so small?",
        _why,
        ("W",),
        "Debug",
        "The largest way from the loss to the adjoint that is looked at, factor by factor",
        "help",
        bare=True,
        group=6,
    ),
    Command(
        "first-alert",
        "First alert",
        lambda scene, argument: _to(scene, argument, following=False),
        ("A",),
        "Debug",
        "To the first number of the run that is NaN, vanishes, explodes or is saturated",
        bare=True,
        group=6,
    ),
    Command("next-alert", "Next of an alert", lambda scene, argument: _to(scene, argument, following=True)),
)

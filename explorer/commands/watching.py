"""Watching: expressions whose numbers are looked at, and the places at which they change."""

from dataclasses import replace

from engine.stepping.place import Place
from explorer.command import Command, Effect, Outcome
from explorer.field import Ask
from explorer.scene import Scene
from explorer.scenery.watching import MOST, next_change, series_of, text_of_focus, watch_field, watch_refusal


def _with(scene: Scene, texts: tuple[str, ...]) -> Outcome:
    return replace(scene.state, watches=tuple(dict.fromkeys(texts))[:MOST])


def _add(scene: Scene, argument: object) -> Outcome:
    """(nothing, what was typed)."""
    match argument:
        case (None, str() as text) if not watch_refusal(scene.network, text):
            return _with(scene, (*scene.state.watches, text.strip()))
    return None


def _change(scene: Scene, argument: object) -> Outcome:
    """(the expression, what was typed in its place)."""
    match argument:
        case (str() as old, str() as text) if not watch_refusal(scene.network, text):
            return _with(scene, tuple(text.strip() if one == old else one for one in scene.state.watches))
    return None


def _remove(scene: Scene, argument: object) -> Outcome:
    return _with(scene, tuple(one for one in scene.state.watches if one != argument))


def _watch_chosen(scene: Scene, argument: object) -> Outcome:
    return _add(scene, (None, text_of_focus(scene, scene.focus))) if scene.focus is not None else None


def _can_watch(scene: Scene) -> bool:
    return scene.focus is not None and bool(text_of_focus(scene, scene.focus))


def _ask(scene: Scene, argument: object) -> Outcome:
    label = "An expression over values and adjoints, such as norm(eps_s) or max(abs(delta_iota)):"
    return Effect("ask", Ask("Watch an expression", label, watch_field(scene, None)))


def _to_change(scene: Scene, argument: object) -> Outcome:
    """(the expression, whether back): to right after the event that changes it."""
    match argument:
        case (str() as text, bool() as reverse):
            series = series_of(scene, text)
            position = None if isinstance(series, str) else next_change(scene, series, reverse=reverse)
            return None if position is None else replace(scene.state, place=Place(position), selection=None)
    return None


WATCHING = (
    Command(
        "watch-chosen",
        "Watch the chosen number",
        _watch_chosen,
        ("Ctrl+Shift+W",),
        "Debug",
        "Adds the number that is looked at to the watches",
        enabled=_can_watch,
        group=5,
    ),
    Command(
        "watch",
        "Watch an expression…",
        _ask,
        (),
        "Debug",
        "Its number now, its change, and its course through time",
        group=5,
    ),
    Command("add-watch", "Add a watch", _add),
    Command("change-watch", "Change a watch", _change),
    Command("remove-watch", "Remove a watch", _remove),
    Command("go-to-change", "Go to a change of a watch", _to_change, repeats=True),
)

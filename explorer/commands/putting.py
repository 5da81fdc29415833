"""Putting in by hand: other values for what a run reads or computes, switched, taken back, and compared with before."""

from collections.abc import Callable
from dataclasses import replace

from engine.run.intervention import Intervention
from explorer.command import Command, Effect, Outcome
from explorer.field import Ask
from explorer.scene import Scene
from explorer.scenery.peepholes import peepholes_shut
from explorer.scenery.putting import (
    Entry,
    entry_of,
    field_for,
    number_refusal,
    put_in,
    stretch,
    with_change,
    with_moments,
    with_value,
)
from explorer.state import Contrast, Selection

CONTRASTS: tuple[tuple[Contrast, str, str], ...] = (
    ("after", "This run", "The numbers of this run, with what was put in by hand"),
    ("before", "The other run", "The numbers of the run that it is compared with, under the same cursor"),
    ("difference", "The difference", "This run less the other one, in every view"),
)


def _put(scene: Scene, argument: object) -> Outcome:
    """(Entry, what was typed); the text may be a number, or a number and a stretch of moments."""
    match argument:
        case (Entry() as entry, str() as text):
            change = put_in(scene, entry, text)
            return None if change is None else _with(scene, with_change(scene.state.interventions, change))
    return None


def _with(scene: Scene, changes: tuple[Intervention, ...]) -> Outcome:
    kept = scene.state.switched_off & frozenset(changes)
    return replace(scene.state, interventions=changes, switched_off=kept)


def _focused(scene: Scene) -> Selection | None:
    focus = scene.focus
    return None if focus is None else Selection(focus.name, focus.adjoint, focus.moment, focus.unit)


def _ask_for_value(scene: Scene, argument: object) -> Outcome:
    chosen = _focused(scene)
    field = None if chosen is None else field_for(scene, chosen)
    return None if field is None else Effect("ask", Ask("Put in another value", f"{field.hint}:", field))


def _has_entry(scene: Scene) -> bool:
    chosen = _focused(scene)
    return chosen is not None and entry_of(scene, chosen) is not None


def _replaced(scene: Scene, old: Intervention, new: Intervention) -> Outcome:
    """Another change in the place of one, switched as that was."""
    if old not in scene.state.interventions:
        return None
    others = [change for change in scene.state.interventions if change == old or _entry(change) != _entry(new)]
    changes = tuple(new if change == old else change for change in others)
    off = scene.state.switched_off
    return replace(
        scene.state, interventions=changes, switched_off=(off - {old} | ({new} if old in off else set())) & set(changes)
    )


def _entry(change: Intervention) -> tuple[object, ...]:
    return change.name, change.index


def _change_value(scene: Scene, argument: object) -> Outcome:
    match argument:
        case (Intervention() as change, str() as text) if not number_refusal(text):
            return _replaced(scene, change, with_value(change, text.strip()))
    return None


def _change_moments(scene: Scene, argument: object) -> Outcome:
    match argument:
        case (Intervention() as change, str() as text):
            moments = stretch(text, scene.trace.moments or 0)
            if moments is not None:
                return _replaced(scene, change, replace(change, index=with_moments(change.index, moments)))
    return None


def _matching(scene: Scene, argument: object) -> frozenset[Intervention]:
    """The change that is meant, or all of a quantity where its name is given."""
    if isinstance(argument, Intervention):
        return frozenset({argument}) & frozenset(scene.state.interventions)
    return frozenset(change for change in scene.state.interventions if change.name == argument)


def _switch(scene: Scene, argument: object) -> Outcome:
    meant, off = _matching(scene, argument), scene.state.switched_off
    return replace(scene.state, switched_off=off - meant if meant <= off else off | meant) if meant else None


def _take_back(scene: Scene, argument: object) -> Outcome:
    meant = _matching(scene, argument)
    return _with(scene, tuple(change for change in scene.state.interventions if change not in meant))


def _switch_all(scene: Scene, argument: object) -> Outcome:
    everything = frozenset(scene.state.interventions)
    return replace(scene.state, switched_off=frozenset() if everything <= scene.state.switched_off else everything)


def _peepholes(scene: Scene, argument: object) -> Outcome:
    """Off, or on again where they are off."""
    shut = peepholes_shut(scene)
    names = {change.name for change in shut}
    if set(shut) <= set(scene.state.in_force):
        return _with(scene, tuple(change for change in scene.state.interventions if change not in shut))
    others = tuple(change for change in scene.state.interventions if change.name not in names)
    return _with(scene, (*others, *shut))


def _peepholes_are_shut(scene: Scene) -> bool:
    shut = peepholes_shut(scene)
    return bool(shut) and set(shut) <= set(scene.state.in_force)


def _contrast(name: Contrast) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: replace(scene.state, contrast=name)


def _shows(name: Contrast) -> Callable[[Scene], bool]:
    return lambda scene: scene.other is not None and scene.state.contrast == name


def _toggle_contrast(scene: Scene, argument: object) -> Outcome:
    following: dict[Contrast, Contrast] = {"after": "before", "before": "difference", "difference": "after"}
    return replace(scene.state, contrast=following[scene.state.contrast])


def _compares(scene: Scene) -> bool:
    return scene.other is not None


def _changed(scene: Scene) -> bool:
    return bool(scene.state.interventions)


PUTTING = (
    Command("put", "Put in a value", _put),
    Command(
        "put-value",
        "Put in another value…",
        _ask_for_value,
        ("F2",),
        "Debug",
        "Another number for the one that is looked at; everything is computed again",
        enabled=_has_entry,
        group=6,
    ),
    Command("change-value", "Change a value that was put in", _change_value),
    Command("change-moments", "Change the moments of a value that was put in", _change_moments),
    Command("switch-change", "Switch a value that was put in", _switch),
    Command("take-back", "Take back a value that was put in", _take_back),
    Command(
        "switch-changes",
        "Switch all that was put in by hand",
        _switch_all,
        ("Ctrl+Shift+B",),
        "Debug",
        "All off, or all on again",
        enabled=_changed,
        group=6,
    ),
    Command(
        "take-all-back",
        "Take back all that was put in by hand",
        lambda scene, argument: _with(scene, ()),
        (),
        "Debug",
        "As it was computed; undo brings it back",
        enabled=_changed,
        group=6,
    ),
    Command(
        "peepholes",
        "Peepholes off",
        _peepholes,
        (),
        "Debug",
        "Every peephole weight 0, beside what they did before",
        enabled=lambda scene: bool(peepholes_shut(scene)) and bool(scene.state.opening.source),
        checked=_peepholes_are_shut,
        group=6,
    ),
    *(
        Command(
            f"contrast-{name}",
            title,
            _contrast(name),
            (),
            "View",
            tip,
            enabled=_compares,
            checked=_shows(name),
            group=6,
        )
        for name, title, tip in CONTRASTS
    ),
    Command(
        "next-contrast",
        "This run, the other, the difference",
        _toggle_contrast,
        ("C",),
        "View",
        "One after the other",
        bare=True,
        enabled=_compares,
        group=6,
        repeats=True,
    ),
)

"""Noting: bookmarks with words at places of a run, gone to one after the other."""

from collections.abc import Callable
from dataclasses import replace

from explorer.command import Command, Effect, Outcome
from explorer.field import Ask, Field
from explorer.scene import Scene
from explorer.state import Note, Selection

MOST_NOTES, LONGEST_NOTE = 1000, 2000


def _ask(scene: Scene, argument: object) -> Outcome:
    field = Field("add-note", None, "", note_refusal, "what is to be seen here", 320.0)
    return Effect("ask", Ask("Note", "A note at this place of the run:", field))


def note_refusal(text: str) -> str:
    """What is wrong with a note, or nothing."""
    if not text.strip():
        return "nothing is typed yet"
    return "" if len(text) <= LONGEST_NOTE else f"a note has at most {LONGEST_NOTE:,} letters; this one {len(text):,}"


def _add(scene: Scene, argument: object) -> Outcome:
    """(None, text): a note where the cursor stands, on the number that is looked at."""
    match argument:
        case (None, str() as text) if not note_refusal(text) and len(scene.state.notes) < MOST_NOTES:
            state, focus = scene.state, scene.focus
            chosen = None if focus is None else Selection(focus.name, focus.adjoint, focus.moment, focus.unit)
            note = Note(text.strip(), state.place, chosen, state.example, state.iteration)
            return replace(state, notes=tuple(sorted((*state.notes, note), key=_order)))
    return None


def _order(note: Note) -> tuple[object, ...]:
    return note.iteration, note.place, note.example


def _change(scene: Scene, argument: object) -> Outcome:
    match argument:
        case (Note() as note, str() as text) if note in scene.state.notes and not note_refusal(text):
            changed = replace(note, text=text.strip())
            return replace(scene.state, notes=tuple(changed if old == note else old for old in scene.state.notes))
    return None


def _remove(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, notes=tuple(note for note in scene.state.notes if note != argument))


def _go(scene: Scene, argument: object) -> Outcome:
    """To the place of a note, and what was looked at there; to its iteration where a recording has that."""
    if not isinstance(argument, Note):
        return None
    state, progress = scene.state, scene.progress
    if argument.iteration != state.iteration and progress is not None and argument.iteration <= progress.length:
        state = replace(state.untouched, iteration=argument.iteration, recording=progress.path)
    place = argument.place.within(scene.schedule)
    example = min(argument.example, scene.trace.examples - 1)
    return replace(state, place=place, example=example, selection=argument.selection)


def _next(step: int) -> Callable[[Scene, object], Outcome]:
    def run(scene: Scene, argument: object) -> Outcome:
        notes, state = scene.state.notes, scene.state
        here = (state.iteration, state.place, state.example)
        ahead = [note for note in notes if (_order(note) > here if step > 0 else _order(note) < here)]
        found = (ahead or notes)[0 if step > 0 else -1]
        return _go(scene, found)

    return run


def _has_notes(scene: Scene) -> bool:
    return bool(scene.state.notes)


NOTING = (
    Command(
        "note", "Note here…", _ask, ("Ctrl+M",), "Debug", "A bookmark with words at this place of the run", group=7
    ),
    Command("add-note", "Add a note", _add),
    Command("change-note", "Change a note", _change),
    Command("remove-note", "Remove a note", _remove),
    Command("go-to-note", "Go to a note", _go),
    Command(
        "next-note",
        "Next note",
        _next(1),
        ("Ctrl+Shift+M",),
        "Debug",
        "To the place of the next note; after the last the first",
        enabled=_has_notes,
        group=7,
    ),
    Command(
        "previous-note",
        "Previous note",
        _next(-1),
        (),
        "Debug",
        "To the place of the note before; before the first the last",
        enabled=_has_notes,
        group=7,
    ),
)

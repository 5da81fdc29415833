"""Reopening: from a recipe that was read from a figure, which nobody has to trust, back to the state it shows."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from engine.errors import DataError
from engine.exchange.opening import Opening
from engine.exchange.own_networks import known_networks
from engine.exchange.scenario import scenario_names
from engine.exchange.wording import met
from engine.language.limits import LONGEST_TEXT
from engine.run.intervention import Intervention
from engine.stepping.place import GRAINS, Place
from explorer.figure.recipe import KEPT
from explorer.records import record_of
from explorer.state import DIGITS, Colours, Run, Selection, State, ThemeName

Kind = TypeVar("Kind", bool, int, float, str, dict[str, Any], list[Any])
LONGEST, LONGEST_ENTRY = 10_000, 4 * LONGEST_TEXT
"""Letters of a text, and of a table, which may hold the text of a network."""
HINTS = get_type_hints(State)


def reopened(made: dict[str, Any], *, folder: str | Path = ".") -> State:
    """The state that a recipe holds; a data or network file is looked for by its name in `folder` alone.

    Raises DataError that names the entry which cannot be used. That position, example and unit exist in the run is
    for whoever runs it to see to: the store and the scene take the nearest.
    """
    place = _entry(made, "place", dict)
    chosen = made.get("selection")
    kept = _entry(made, "recording", str, "")
    recording = str(Path(folder) / Path(kept).name) if kept else ""
    theme = _entry(_entry(made, "figure", dict), "theme", str, "light")
    colours = _entry(made, "colours", str, "tide")
    if colours not in get_args(Colours):
        raise DataError(f"recipe: colours is {met(colours)}, allowed are {', '.join(get_args(Colours))}")
    if theme not in get_args(ThemeName) or made.get("grain") not in GRAINS or made.get("digits") not in DIGITS:
        raise DataError("recipe: theme, grain or digits has a value that does not exist")
    return State(
        _opening(_entry(made, "opening", dict), Path(folder)),
        iteration=_count(made, "iteration") if recording else 0,
        recording=recording,
        place=Place(_count(place, "position"), _count(place, "part")),
        interventions=record_of(tuple[Intervention, ...], made.get("interventions"), "recipe: interventions"),
        example=_count(made, "example"),
        unit=_count(made, "unit"),
        selection=None if chosen is None else _selection(chosen),
        grain=next(grain for grain in GRAINS if grain == made["grain"]),
        stage=_entry(made, "stage", str),
        folded=frozenset(_texts(made, "folded")),
        theme=next(name for name in get_args(ThemeName) if name == theme),
        colours=next(name for name in get_args(Colours) if name == colours),
        digits=_count(made, "digits"),
        preview=_entry(made, "preview", bool),
        against=_run(record_of(Run | None, made.get("against"), "recipe: against"), Path(folder)),
        **{name: record_of(HINTS[name], made[name], f"recipe: {name}") for name in KEPT if name in made},
    )


def _run(run: Run | None, folder: Path) -> Run | None:
    """The run to compare with; its files are looked for in the folder, as those of the run itself."""
    if run is None:
        return None
    opening = run.opening.with_files({name: _source(file, folder) for name, file in run.opening.files.items()})
    return replace(run, opening=opening, recording=str(folder / Path(run.recording).name) if run.recording else "")


def _entry(table: Any, key: str, kind: type[Kind], otherwise: Kind | None = None) -> Kind:
    value = table.get(key, otherwise) if isinstance(table, dict) else otherwise
    most = LONGEST if isinstance(value, str) else LONGEST_ENTRY
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool) or len(str(value)) > most:
        raise DataError(f"recipe: {key} is {met(value)}, allowed is one {kind.__name__}")
    return value


def _count(table: Any, key: str) -> int:
    value = _entry(table, key, int)
    if not 0 <= value <= 10**12:
        raise DataError(f"recipe: {key} is {met(value)}, allowed is a whole number from 0")
    return value


def _optional(table: dict[str, Any], key: str, kind: type[Kind]) -> Kind | None:
    return None if table.get(key) is None else _entry(table, key, kind)


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = _entry(table, key, list)
    if not all(isinstance(text, str) for text in texts):
        raise DataError(f"recipe: {key} is {met(texts)}, allowed is a list of names")
    return tuple(texts)


def _opening(table: dict[str, Any], folder: Path) -> Opening:
    threshold = table.get("threshold")
    if threshold is not None and not (isinstance(threshold, int | float) and math.isfinite(threshold)):
        raise DataError(f"recipe: threshold is {met(threshold)}, allowed is a number of dB")
    sequence = table.get("sequence", [])
    if not isinstance(sequence, list) or not all(type(number) in (int, float) for number in sequence):
        raise DataError(f"recipe: sequence is {met(sequence)}, allowed is a list of numbers")
    return Opening(
        _source(_entry(table, "source", str), folder),
        sizes=tuple((name, _count(table["sizes"], name)) for name in _entry(table, "sizes", dict)),
        seed=_optional(table, "seed", int),
        dtype=_entry(table, "dtype", str),
        moments=_optional(table, "moments", int),
        examples=_optional(table, "examples", int),
        threshold=threshold,
        as_power=_optional(table, "as_power", bool),
        inputs=_texts(table, "inputs"),
        targets=_texts(table, "targets"),
        network=_source(_entry(table, "network", str), folder),
        optimiser=_entry(table, "optimiser", str, ""),
        sequence=tuple(float(number) for number in sequence[:LONGEST]),
        correlate=_optional(table, "correlate", bool),
        text=_text(table),
        parameters=_source(_entry(table, "parameters", str, ""), folder),
    )


def _text(table: dict[str, Any]) -> str:
    """The text of a network that was typed; figures made before there were any have none."""
    text = table.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise DataError(f"recipe: text is {met(text)}, allowed is a network of at most {LONGEST_TEXT:,} characters")
    return text


def _source(name: str, folder: Path) -> str:
    if name in ("", *scenario_names(), *known_networks()):
        return name
    return str(folder / Path(name).name)


def _selection(table: Any) -> Selection:
    moment = _entry(table, "moment", int) if isinstance(table, dict) and table.get("moment") is not None else None
    entry = _entry(table, "entry", list) if isinstance(table, dict) and table.get("entry") is not None else None
    if entry is not None and not all(type(part) is int for part in entry):
        raise DataError(f"recipe: entry is {met(entry)}, allowed is a list of whole numbers")
    return Selection(
        _entry(table, "name", str), _entry(table, "adjoint", bool), moment, None if entry is None else tuple(entry)
    )

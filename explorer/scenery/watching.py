"""Watches in a scene: what each expression is at the cursor, how it ran through time, and where it changes."""

from dataclasses import dataclass
from functools import lru_cache, partial
from math import prod
from typing import Any

import numpy as np

from engine.errors import ChainruleError
from engine.expression import Apply, Value, references
from engine.identity import Same
from engine.language.message import LanguageError
from engine.language.network import Network
from engine.language.watching import PREFIX, adjoint_names
from engine.stepping.schedule import Positions
from engine.trace import Trace
from engine.watching.tree import Formula, reads_adjoint
from engine.watching.watch import Watch, read_watch
from explorer.field import Field
from explorer.scene import Family, Focus, Scene
from explorer.scenery.memory import Memory
from explorer.theme.scale import GATE_SCALE, Scale

_kept = Memory(owners=3, things=256).kept
MOST = 64
"""As many expressions can be watched."""
LARGEST = 1 << 22
"""An expression with more numbers over the run is asked for as a norm or an entry."""


@dataclass(frozen=True, eq=False)
class Series:
    """One expression through a run of one example: rows of all its units, from when each is known, and what was before.

    `numbers` has a row for each moment, or one row outside time; `there` says at which rows there is a number; `order`
    gives the rows as they are computed, `changes` the positions right after which a row differs from the one before.
    """

    watch: Watch
    numbers: np.ndarray[Any, Any]
    known: Positions
    there: np.ndarray[Any, Any]
    order: Positions
    changes: Positions
    scale: Scale

    def before(self, row: int) -> int | None:
        """The row computed before one; None for the first."""
        place = int(np.flatnonzero(self.order == row)[0])
        return int(self.order[place - 1]) if place else None


@dataclass(frozen=True, slots=True)
class Now:
    """What a watch is at the cursor: its number (None: not known), how it changed, and whether it was made just now.

    `latest` is the number and the moment (from 0) that were computed last, where that of the cursor is not known yet.
    """

    number: float | None
    change: float | None = None
    fresh: bool = False
    latest: tuple[float, int] | None = None


def watch_refusal(network: Network, text: str) -> str:
    """What is wrong with an expression, in one line, or nothing."""
    found = _read(Same(network), text)
    return found if isinstance(found, str) else ""


@lru_cache(maxsize=1024)
def _read(same: Same[Network], text: str) -> Watch | str:
    if not text.strip():
        return "nothing is typed yet"
    try:
        return read_watch(text, same.held)
    except LanguageError as error:
        return f"column {error.place.column}: {error.what}"
    except ChainruleError as error:
        return str(error)


def watch_field(scene: Scene, text: str | None) -> Field:
    """The line to type an expression in: another one in the place of `text`, or a new one."""
    check = partial(watch_refusal, scene.network)
    example = next(iter(suggestions(scene)), "norm(x)")
    return Field("add-watch" if text is None else "change-watch", text, text or "", check, f"as {example}", 240.0)


def series_of(scene: Scene, text: str) -> Series | str:
    """The expression through the run, found once for each run and example; or why there is none, in one line."""
    watch = _read(Same(scene.network), text)
    if isinstance(watch, str):
        return watch
    trace, example = scene.trace, scene.state.example
    return _kept(trace, (watch.text, example), lambda: _series(trace, watch, example))


def _series(trace: Trace, watch: Watch, example: int) -> Series | str:
    rows = (trace.moments or 1) if watch.timed else 1
    if rows * prod(watch.shape) > LARGEST:
        return f"{rows * prod(watch.shape):,} numbers are too many to watch; name an entry, or norm(…)"
    try:
        numbers = np.asarray(watch.series(trace, example)).reshape(rows, -1)
    except ChainruleError as error:
        return str(error)
    known = np.atleast_1d(watch.known_at(trace.schedule))
    there = watch.has_last(trace.schedule) if watch.timed else np.ones(1, np.bool_)
    order = np.argsort(known, kind="stable")
    order = order[there[order]]
    sorted_numbers = numbers[order]
    same = (sorted_numbers[1:] == sorted_numbers[:-1]) | _both_nan(sorted_numbers)
    differs = np.concatenate((np.ones(min(1, len(order)), np.bool_), ~same.all(axis=1)))
    return Series(watch, numbers, known, there, order, np.unique(known[order][differs]), _scale(watch, numbers))


def _both_nan(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if numbers.dtype == np.bool_:
        return np.zeros_like(numbers[1:])
    nan = np.isnan(numbers)
    both: np.ndarray[Any, Any] = nan[1:] & nan[:-1]
    return both


def _scale(watch: Watch, numbers: np.ndarray[Any, Any]) -> Scale:
    """Fixed over the run, as every scale is."""
    finite = np.abs(numbers[np.isfinite(numbers)].astype(np.float64))
    limit = float(finite.max()) if finite.size else 0.0
    return Scale(limit or 1.0, "root" if reads_adjoint(watch.node) else "linear")


def family_of(scene: Scene, watch: Watch) -> Family:
    """In which shape and colours its number is drawn.

    What reads an adjoint is known in the backward pass alone, and is drawn as adjoints are. A gate, or an entry of one,
    is drawn as gates are; anything else, a norm of gates too, as a value.
    """
    if reads_adjoint(watch.node):
        return "adjoint"
    node = watch.node.expression if isinstance(watch.node, Formula) else None
    while isinstance(node, Apply) and node.op == "element":
        node = node.arguments[0]
    return "gate" if isinstance(node, Value) and scene.is_gate(node.name) else "value"


def scale_for(scene: Scene, series: Series) -> Scale:
    """The scale that its badge is coloured by."""
    return GATE_SCALE if family_of(scene, series.watch) == "gate" else series.scale


def unit_for(scene: Scene, watch: Watch) -> tuple[int, ...]:
    """Which of its numbers is shown where there are several: that of the chosen unit."""
    shape = watch.shape
    if not shape:
        return ()
    unit = min(scene.state.unit, scene.units - 1)
    if shape == scene.unit_shape[: len(shape)]:
        return tuple(int(place) for place in np.unravel_index(unit, scene.unit_shape))[: len(shape)]
    return tuple(int(place) for place in np.unravel_index(min(unit, prod(shape) - 1), shape))


def column_for(scene: Scene, watch: Watch) -> int:
    """The column of `Series.numbers` that is shown."""
    return int(np.ravel_multi_index(unit_for(scene, watch), watch.shape)) if watch.shape else 0


def now(scene: Scene, series: Series) -> Now:
    """What it is at the moment of the cursor.

    The change is that from the number computed before it: a moment earlier, of adjoints a moment later.
    """
    column = column_for(scene, series.watch)
    row = (scene.moment or 0) if series.watch.timed else 0
    position = scene.position
    if not series.there[row] or series.known[row] > position:
        known = series.order[series.known[series.order] <= position]
        latest = int(known[-1]) if len(known) and series.watch.timed else None
        return Now(None, latest=None if latest is None else (float(series.numbers[latest, column]), latest))
    number, before = float(series.numbers[row, column]), series.before(row)
    change = None if before is None else number - float(series.numbers[before, column])
    return Now(number, change, fresh=bool(series.known[row] == position))


def next_change(scene: Scene, series: Series, *, reverse: bool) -> int | None:
    """The position right after the event that changes it next, or changed it last before the cursor."""
    changes = series.changes
    place = int(np.searchsorted(changes, scene.position, side="left" if reverse else "right")) - reverse
    return int(changes[place]) if 0 <= place < len(changes) else None


def text_of(network: Network, name: str, unit: tuple[int, ...], *, adjoint: bool) -> str:
    """How one number is written as an expression: `eps_s[t][2, 0]`, `W_k[0, 3]`."""
    if adjoint:
        named = network.adjoint_name(name)
        name_text = named if named is not None and adjoint_names(network).get(named) == name else f"{PREFIX}{name}"
    else:
        name_text = name
    when = "[t]" if network.quantities[name].timed else ""
    return name_text + when + (f"[{', '.join(map(str, unit))}]" if unit else "")


def text_of_focus(scene: Scene, focus: Focus) -> str:
    """The number that is looked at as an expression; "" where it cannot be written as one."""
    text = text_of(scene.network, focus.name, focus.unit, adjoint=focus.adjoint)
    return "" if watch_refusal(scene.network, text) else text


def suggestions(scene: Scene) -> tuple[str, ...]:
    """Two expressions that are worth a look in this network: a norm of adjoints, and a number of the chosen unit."""
    return _kept(scene.trace, ("suggestions", scene.state.unit), lambda: _suggestions(scene))


def _suggestions(scene: Scene) -> tuple[str, ...]:
    network = scene.network
    lines = [line for line in scene.program.section("backward") if line.name != network.objective]
    carried = _carried(network)
    first = next((line for line in lines if line.name in carried), lines[-1] if lines else None)
    found = [] if first is None else [f"norm({text_of(network, first.name, (), adjoint=True).removesuffix('[t]')})"]
    named = [quantity.name for quantity in network.having("defined") if quantity.name != network.objective]
    name = next((name for name in named if scene.is_gate(name)), named[-1] if named else network.objective)
    found.append(text_of(network, name, scene.followed_unit(name), adjoint=False))
    return tuple(text for text in found if not watch_refusal(network, text))


def _carried(network: Network) -> frozenset[str]:
    """What is carried on from moment to moment: a quantity that reads itself, else whatever is read later."""
    past = [
        (equation.name, part.name)
        for equation in network.equations
        for part in references(equation.expression)
        if part.offset is not None and part.offset.constant < 0
    ]
    itself = frozenset(name for name, read in past if name == read)
    return itself or frozenset(read for _, read in past)

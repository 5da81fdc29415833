"""What can be put in by hand, and the line to type it in: a number, for one moment or for a stretch of them."""

import math
import re
from dataclasses import dataclass, replace
from functools import partial

from engine.run.intervention import Intervention, Part, Span
from explorer.field import Field
from explorer.scene import Scene
from explorer.scenery.by_hand import full_index
from explorer.state import Selection

ROLES = ("input", "target", "parameter", "defined")
HINT = "a number; 1 t=3..9 for a stretch"
_NO_NUMBER = "a finite number is allowed, such as 0.5, −1 or 2e-3"
_TYPED = re.compile(r"\s*([^\s]+)\s*(?:(?:for|at)?\s*t\s*=\s*(.+))?")
_STRETCH = re.compile(r"(\d{1,9})(?:\s*(?:\.\.|–|-|to)\s*(\d{1,9})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of an array that is meant: its quantity and index, as interventions have them."""

    name: str
    index: tuple[Part, ...]


def can_put(scene: Scene, name: str) -> bool:
    """Whether another value can be put in: of what the run itself reads or makes, while its own numbers are shown."""
    quantity = scene.network.quantities.get(name)
    own = scene.apart is None and scene.state.contrast == "after"
    return own and bool(scene.state.opening.source) and quantity is not None and quantity.role in ROLES


def entry_of(scene: Scene, selection: Selection) -> Entry | None:
    """The entry that a selection means; None for adjoints, and for what no value can be put in."""
    if selection.adjoint or not can_put(scene, selection.name):
        return None
    timed = scene.network.quantities[selection.name].timed
    moment = (scene.moment if selection.moment is None else selection.moment) if timed else None
    if timed and (moment is None or not 0 <= moment < (scene.trace.moments or 0)):
        return None
    unit = scene.unit_of(selection.name) if selection.entry is None else selection.entry
    return Entry(selection.name, full_index(scene, selection.name, moment, unit))


def field_for(scene: Scene, selection: Selection) -> Field | None:
    """The line to type another value in, with the present one where that is known; None where none can be put in."""
    entry = entry_of(scene, selection)
    if entry is None:
        return None
    text = ""
    timed = scene.network.quantities[entry.name].timed
    if scene.known(entry.name, False, scene.moment if timed and selection.moment is None else selection.moment):
        text = f"{float(scene.trace.values[entry.name][Intervention(entry.name, entry.index, 0.0).selection()]):.6g}"
    return Field("put", entry, text, partial(refusal, scene, entry), HINT, 180.0)


def refusal(scene: Scene, entry: Entry, text: str) -> str:
    """What is wrong with what was typed, or nothing."""
    found = _TYPED.fullmatch(text)
    if found is None or not _is_number(found[1]):
        return _NO_NUMBER
    if found[2] is None:
        return ""
    if not scene.network.quantities[entry.name].timed:
        return f"{entry.name} stands outside time: a number alone is allowed"
    moments = scene.trace.moments or 0
    return "" if stretch(found[2], moments) is not None else f"moments are 1 to {moments}: t=3, t=3..9, t=3.. or t=all"


def put_in(scene: Scene, entry: Entry, text: str) -> Intervention | None:
    """The intervention that was typed; None where that is refused."""
    if refusal(scene, entry, text):
        return None
    found = _TYPED.fullmatch(text)
    assert found is not None
    index = entry.index
    if found[2] is not None:
        index = with_moments(index, stretch(found[2], scene.trace.moments or 0) or Span(0, scene.trace.moments or 0))
    return Intervention(entry.name, index, float(_ascii(found[1])))


def stretch(text: str, moments: int) -> Span | None:
    """Moments as they are typed, counted from 1: `3`, `3..9`, `3–9`, `3..` or `all`; None for what is none of these."""
    text = text.strip()
    if text == "all":
        return Span(0, moments)
    found = _STRETCH.fullmatch(text)
    if found is None:
        return None
    start = int(found[1])
    open_end = len(found[0]) > len(found[1])
    stop = int(found[2]) if found[2] else (moments if open_end else start)
    return Span(start - 1, stop) if 1 <= start <= stop <= moments else None


def with_moments(index: tuple[Part, ...], moments: Span) -> tuple[Part, ...]:
    """The index with a stretch of moments in the place of its first axis."""
    single = moments.stop - moments.start == 1
    return (moments.start if single else moments, *index[1:])


def with_change(changes: tuple[Intervention, ...], change: Intervention) -> tuple[Intervention, ...]:
    """The list with one more; what was put in at the very same entry gives way."""
    return (*(old for old in changes if (old.name, old.index) != (change.name, change.index)), change)


def with_value(change: Intervention, text: str) -> Intervention:
    """The same with another value."""
    return replace(change, value=float(_ascii(text)))


def number_refusal(text: str) -> str:
    """What is wrong with a number that was typed, or nothing."""
    return "" if _is_number(text.strip()) else _NO_NUMBER


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(_ascii(text)))
    except ValueError:
        return False


def _ascii(text: str) -> str:
    return text.replace("\N{MINUS SIGN}", "-")

"""Which cell is shown: the one in focus, else the cell of a sliding line that is nearest to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.derivation.program import Line
from engine.expression import Adjoint, references
from engine.ops import ops
from engine.run.entries import through
from explorer.scene import Scene
from explorer.views.convolution.memory import kept
from explorer.views.convolution.slides import Key, Slide, slides_of

_DEEPEST = 4
_TRIED = 600
Unit = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell with the line and the slide that make it; `pin` is the operand that a person chose, if any."""

    name: str
    adjoint: bool
    moment: int | None
    unit: Unit
    line: Line
    slide: Slide
    pin: tuple[str, bool, Unit] | None = None


def shown_cell(scene: Scene) -> Shown | None:
    """The cell in focus; of what no window makes, the cell it is made of, the cell that reads it, or the nearest."""
    slides, focus = slides_of(scene.program), scene.focus
    if not slides or focus is None:
        return None
    key = focus.name, focus.adjoint
    if key in slides:
        return _cell(scene, key, focus.unit, moment=focus.moment)
    if scene.state.selection is not None and key not in scene.program.line_of and not focus.adjoint:
        read = _reader(scene, focus.name, focus.unit)
        if read is not None:
            return read
    kin = _kin(scene, key)
    if kin is not None:
        return _cell(scene, kin, focus.unit, moment=focus.moment)
    return _cell(scene, _nearest(scene, key))


def _cell(
    scene: Scene,
    key: Key,
    unit: Unit | None = None,
    *,
    moment: int | None = None,
    pin: tuple[str, bool, Unit] | None = None,
) -> Shown:
    line, slide = slides_of(scene.program)[key]
    timed = scene.network.quantities[key[0]].timed
    at = (scene.moment if moment is None else moment) if timed else None
    if timed and at is not None:
        at = min(max(at, 0), (scene.trace.moments or 1) - 1)
    return Shown(*key, at, scene.unit_of(key[0]) if unit is None else unit, line, slide, pin)


def _kin(scene: Scene, key: Key) -> Key | None:
    """The nearest quantity of the same shape that a window makes, on the way back from what a line makes."""
    slides, program, network = slides_of(scene.program), scene.program, scene.network
    shape, front = network.quantities[key[0]].shape, [key]
    for _ in range(_DEEPEST):
        following: list[Key] = []
        for each in front:
            line = program.line_of.get(each)
            if line is None or line.section in ("loss", "update"):
                continue
            expression = program.adjoints[each[0]].expression if each[1] else line.expression
            for read in references(expression):
                reached = read.name, isinstance(read, Adjoint)
                if network.quantities[read.name].shape == shape and reached[1] == key[1]:
                    following.append(reached)
        found = next((each for each in following if each in slides), None)
        if found is not None:
            return found
        front = following
    return None


def _nearest(scene: Scene, key: Key) -> Key:
    """The last sliding line up to the one that is looked at, else the first."""
    made = scene.program.line_of.get(key)
    if made is None or scene.state.selection is None:
        made = scene.event.line if scene.event is not None else None
    number = len(scene.program.lines) + 1 if made is None else made.number
    slides = slides_of(scene.program)
    passed = [each for each, (line, _) in slides.items() if line.number <= number]
    return max(passed, key=lambda each: slides[each][0].number, default=next(iter(slides)))


def _reader(scene: Scene, name: str, entry: Unit) -> Shown | None:
    """A cell that reads an entry of a given quantity: of the line that runs next if that does, else of the first."""
    slides = slides_of(scene.program)
    reading = [
        key for key, (_, slide) in slides.items()
        if any(read is not None and (read.name, isinstance(read, Adjoint)) == (name, False)
               for read in (slide.source, slide.weight))
    ]  # fmt: skip
    following = None if scene.event is None else (scene.event.line.name, scene.event.line.adjoint)
    if not reading:
        return None
    key = following if following in reading else reading[0]
    start = scene.followed_unit(key[0])
    unit = kept(scene.program, ("reader", key, name, entry, start), lambda: _meeting(scene, key, name, entry, start))
    return None if unit is None else _cell(scene, key, unit, pin=(name, False, entry))


def _meeting(scene: Scene, key: Key, name: str, entry: Unit, start: Unit) -> Unit | None:
    """The cell nearest to `start` that reads the entry."""
    _, slide = slides_of(scene.program)[key]
    shape = scene.network.quantities[key[0]].shape
    state = ops()[slide.node.op].products
    assert state is not None
    for unit in _by_distance(shape, name, entry, start, slide):
        for product in state(slide.node, unit):
            for node, place in product:
                inner, own = through(node, place)
                if own == entry and getattr(inner, "name", "") == name:
                    return unit
    return None


def _by_distance(shape: tuple[int, ...], name: str, entry: Unit, start: Unit, slide: Slide) -> Iterator[Unit]:
    """Units in the order in which they are likely to read the entry and to stand near to where one looked before."""
    units = np.stack(np.unravel_index(np.arange(np.prod(shape, dtype=int)), shape), axis=1)
    guess = list(start)
    if len(shape) == 3 and slide.weight is not None and name == slide.weight.name:
        guess[2] = entry[0] if slide.kind == "window" else entry[-1]
    elif len(shape) == 3:
        inside = all(abs(entry[axis] - start[axis] * slide.stride[axis]) <= 1 for axis in (0, 1))
        size = slide.source.shape or shape
        if not inside:
            guess[:2] = [entry[axis] * shape[axis] // size[axis] for axis in (0, 1)]
        if slide.kind in ("maximum", "mean"):
            guess[2] = entry[2]
    elif len(shape) == 4 and len(entry) == 3:
        guess[3] = entry[2]
    away = np.abs(units - np.asarray(guess)) @ np.asarray([1] * len(shape) if len(shape) == 4 else [1, 1, 100])
    for number in np.argsort(away, kind="stable")[:_TRIED].tolist():
        yield tuple(int(part) for part in units[number])

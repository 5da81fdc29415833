"""Reads the explanation of one cell: which numbers met, in groups, and what else was added."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from engine.expression import Adjoint, Apply, Reference, Total
from engine.notation.plain import plain
from engine.ops import apply, ops
from engine.run.entries import through
from engine.run.explanation import ExplainedTerm, Product, Source, explain
from explorer.scene import Array, Scene
from explorer.scenery.channels import front_channel
from explorer.scenery.products import chosen_product
from explorer.scenery.quantities import runs_next
from explorer.views.convolution.meetings import Added, Group, Meeting, Reading, Status
from explorer.views.convolution.memory import kept
from explorer.views.convolution.planes import Plane, plane_of
from explorer.views.convolution.shown import Shown, Unit
from explorer.views.convolution.slides import POOLING, Pair, Slide


def read(scene: Scene, shown: Shown, *, figure: bool = False) -> Reading | None:
    """The reading of a cell, without previews in a figure; None where no single window makes it, as run."""
    following = runs_next(scene, shown.name, adjoint=shown.adjoint, moment=shown.moment)
    known = scene.known(shown.name, shown.adjoint, shown.moment)
    status: Status = "next" if following else "known" if known else "absent"
    chosen = front_channel(scene.state, shown.name, adjoint=shown.adjoint)
    visible = status == "known" or (status == "next" and scene.state.preview and not figure)
    key = (
        "reading", shown.name, shown.adjoint, shown.moment, shown.unit, shown.pin, scene.state.example, status,
        visible, chosen,
    )  # fmt: skip
    reading = kept(scene.trace, key, lambda: _read(scene, shown, status, visible, chosen))
    product = chosen_product(scene.state)
    if reading is None or product is None or not reading.products:
        return reading
    return kept(scene.trace, (*key, product), lambda: _stepped(scene, reading, product))


def glimpse(scene: Scene, shown: Shown, held: Reading) -> Reading | None:
    """Another cell of the plane that is shown: nothing is stepped to, and the channel in front stays there."""
    front = held.group.channel if held.group.example is None else None
    key = ("glimpse", shown.name, shown.adjoint, shown.moment, shown.unit, scene.state.example, held.status,
           held.visible, front)  # fmt: skip
    return kept(scene.trace, key, lambda: _read(scene, shown, held.status, held.visible, front))


def _stepped(scene: Scene, reading: Reading, product: int) -> Reading:
    """The same cell with a product stepped to, its group in front; after the last product the first one comes."""
    number = product % len(reading.products)
    ends = np.cumsum([len(group.meetings) for group in reading.groups])
    front = int(np.searchsorted(ends, number, side="right"))
    group, shown, weight = reading.groups[front], reading.shown, None
    if shown.slide.weight is not None:
        weight = _plane(scene, shown, group, shown.slide.weight, of_weight=True)
    source = _plane(scene, shown, group, shown.slide.source, of_weight=False)
    return replace(reading, front=front, product=number, source=source, weight=weight)


def _read(scene: Scene, shown: Shown, status: Status, visible: bool, chosen: int | None) -> Reading | None:
    example = scene.state.example
    if shown.slide.kind == "gather" and shown.slide.weight is not None and _is_plain_total(scene, shown):
        return _gathered(scene, shown, status, visible)
    found = explain(
        scene.trace, shown.name, adjoint=shown.adjoint, moment=shown.moment, unit=shown.unit, example=example
    )
    sliding = [term for term in found.terms if _is_slide(term, shown.slide)]
    if not sliding:
        return None
    groups = tuple(_groups(scene, shown, sliding)) or (Group(0, None, None, ()),)
    front = _front(groups, shown, example=example, visible=visible, chosen=chosen)
    group = groups[front]
    source = _plane(scene, shown, group, shown.slide.source, of_weight=False)
    weight = None
    if shown.slide.weight is not None:
        weight = _plane(scene, shown, group, shown.slide.weight, of_weight=True)
    added = tuple(
        Added(("− " if term.negative else "") + plain(term.expression, scene.network), term.number, term.source)
        for term in found.terms
        if term not in sliding
    )
    size = (weight.rows, weight.columns) if weight is not None else shown.slide.stride
    result = plane_of(scene, shown.name, adjoint=shown.adjoint, moment=shown.moment, unit=shown.unit)
    return Reading(
        shown, status, visible, found.number, source, weight, result, size, groups, front, added, sliding[0].negative
    )


def _is_plain_total(scene: Scene, shown: Shown) -> bool:
    """Whether an adjoint of kernels is nothing but the sum of one sliding product over several examples."""
    flows = scene.program.adjoints[shown.name].flows
    total = flows[0].expression if len(flows) == 1 else None
    plain_one = isinstance(total, Total) and total.body == shown.slide.node and not total.moments
    return plain_one and scene.trace.examples > 1 and not scene.trace.altered


def _gathered(scene: Scene, shown: Shown, status: Status, visible: bool) -> Reading:
    """The products of the chosen example, and of every other example only their sum: there are very many."""
    example, slide = scene.state.example, shown.slide
    assert slide.weight is not None
    state = ops()[slide.node.op].products
    assert state is not None
    pairs = [tuple(through(*part)[1] for part in parts) for parts in state(slide.node, shown.unit)]
    sources, weights = ([pair[number] for pair in pairs] for number in (0, 1))
    read, factor = (
        _entries(scene, reference, units) for reference, units in ((slide.source, sources), (slide.weight, weights))
    )
    groups = []
    for number in range(scene.trace.examples):
        meetings: list[Meeting] = []
        if number == example:
            for source, weight, a, b in zip(
                sources, weights, read[number].tolist(), factor[number].tolist(), strict=True
            ):
                made = Source(slide.source.name, isinstance(slide.source, Adjoint), None, source, number)
                other = Source(slide.weight.name, isinstance(slide.weight, Adjoint), None, weight, number)
                meetings.append(Meeting(_place(slide, made, other), made, other, a, b, a * b))
        groups.append(Group(shown.unit[-1], number, None, tuple(meetings), float(read[number] @ factor[number])))
    array = scene.trace.adjoint(shown.name)
    group = groups[example]
    source_plane = _plane(scene, shown, group, slide.source, of_weight=False)
    weight_plane = _plane(scene, shown, group, slide.weight, of_weight=True)
    result = plane_of(scene, shown.name, adjoint=True, moment=None, unit=shown.unit)
    return Reading(
        shown, status, visible, float(array[shown.unit]), source_plane, weight_plane, result,
        (weight_plane.rows, weight_plane.columns), tuple(groups), example, (),
    )  # fmt: skip


def _entries(scene: Scene, reference: Reference, units: list[Unit]) -> Array:
    """Entries of a quantity for every example (examples, entries)."""
    array = (scene.trace.adjoints if isinstance(reference, Adjoint) else scene.trace.values)[reference.name]
    flat = array.reshape(len(array), -1)
    places = np.array(units, dtype=int).reshape(-1, array.ndim - 1)
    picked: Array = flat[:, np.ravel_multi_index(tuple(places.T), array.shape[1:])]
    return picked


def _is_slide(term: ExplainedTerm, slide: Slide) -> bool:
    node = term.expression
    if isinstance(node, Total):
        node = node.body
    if slide.kind in ("routed", "shared"):
        return isinstance(node, Apply) and slide.node in node.arguments
    return node == slide.node


def _groups(scene: Scene, shown: Shown, terms: list[ExplainedTerm]) -> Iterator[Group]:
    """The products by channel, map, or moment and example, in order."""
    held: dict[tuple[int, int | None, int | None], list[Meeting]] = {}
    gather = shown.slide.kind == "gather"
    for term in terms:
        for meeting in _meetings(scene, shown, term):
            source = meeting.source
            key = (source.unit[-1], source.example if gather else None, source.moment if gather else None)
            held.setdefault(key, []).append(meeting)
    for (channel, example, moment), meetings in sorted(held.items(), key=lambda pair: tuple(x or 0 for x in pair[0])):
        yield Group(channel, example, moment, tuple(sorted(meetings, key=lambda meeting: meeting.place)))


def _meetings(scene: Scene, shown: Shown, term: ExplainedTerm) -> Iterator[Meeting]:
    slide = shown.slide
    if slide.kind in POOLING:
        yield from _pooled(scene, shown, term)
        return
    for product in term.products or (Product(term.factors, term.number, term.source),):
        if term.negative and product.factors:
            # What is taken away has its first factor negated; here the operands stand as they are.
            first, *others = product.factors
            product = replace(product, factors=(replace(first, number=-first.number), *others))
        source, weight = (_factor(product, wanted) for wanted in (slide.source, slide.weight))
        if source is None or weight is None:
            continue
        yield Meeting(_place(slide, source[0], weight[0]), source[0], weight[0], source[1], weight[1], product.number)


def _factor(product: Product, wanted: Reference | None) -> tuple[Source, float] | None:
    for factor in product.factors:
        made = factor.source
        if made is not None and wanted is not None and (made.name, made.adjoint) == (
            wanted.name, isinstance(wanted, Adjoint),
        ):  # fmt: skip
            return made, factor.number
    return None


def _place(slide: Slide, source: Source, weight: Source) -> Pair:
    """Where a product stands: at the cell of the kernel as it lies over the source, or of the maps' adjoint."""
    row, column = weight.unit[-3:-1]
    if not slide.turned:
        return row, column
    assert slide.weight is not None and slide.weight.shape is not None
    rows, columns = slide.weight.shape[-3:-1]
    return rows - 1 - row, columns - 1 - column


def _pooled(scene: Scene, shown: Shown, term: ExplainedTerm) -> Iterator[Meeting]:
    """The cells of a pooling window; those that max pooling passes by are multiplied by 0, as the op states."""
    slide = shown.slide
    if slide.kind in ("routed", "shared"):
        source = next((factor for factor in term.factors if factor.source is not None), None)
        if source is None or source.source is None:
            return
        others = [factor.number for factor in term.factors if factor is not source]
        (share,) = others or [1.0]
        place = tuple(part % size for part, size in zip(shown.unit, slide.stride, strict=False))
        yield Meeting((place[0], place[1]), source.source, None, source.number, share, term.number)
        return
    state = ops()[slide.node.op].products
    assert state is not None
    winners = {product.source for product in term.products} or {term.source}
    rows = slide.stride
    for product in state(slide.node, shown.unit):
        inner, unit = through(*product[-1])
        assert isinstance(inner, Reference)
        moment = next((one.moment for one in winners if one is not None), None)
        source_of = Source(inner.name, isinstance(inner, Adjoint), moment, unit, scene.state.example)
        number = scene.number(inner.name, isinstance(inner, Adjoint), moment, unit, ahead=True)
        assert number is not None
        share = 1.0 / (rows[0] * rows[1]) if slide.kind == "mean" else float(source_of in winners)
        passed = _passed(term, source_of) if slide.kind == "mean" else share * number
        sign = -1.0 if term.negative else 1.0
        yield Meeting(
            (unit[0] % rows[0], unit[1] % rows[1]), source_of, None, number, share,
            passed if slide.kind == "mean" else sign * passed,
        )  # fmt: skip


def _passed(term: ExplainedTerm, source: Source) -> float:
    """What average pooling takes of one cell."""
    return next((product.number for product in term.products if product.source == source), term.number)


def _front(groups: tuple[Group, ...], shown: Shown, *, example: int, visible: bool, chosen: int | None) -> int:
    """The group in front: with what was pinned, else the one clicked, else the largest once sums may be seen."""
    pin = shown.pin
    numbers = range(len(groups))
    if pin is not None:
        for number in numbers:
            for meeting in groups[number].meetings:
                if any(one is not None and (one.name, one.adjoint, one.unit) == pin
                       for one in (meeting.source, meeting.weight)):  # fmt: skip
                    return number
    if groups[0].example is not None:
        own = [number for number in numbers if groups[number].example == example]
        return max(own or numbers, key=lambda number: abs(groups[number].number))
    clicked = [number for number in numbers if groups[number].channel == chosen]
    if clicked:
        return clicked[0]
    return max(numbers, key=lambda number: abs(groups[number].number)) if visible else 0


def _plane(scene: Scene, shown: Shown, group: Group, read: Reference, *, of_weight: bool) -> Plane:
    """The plane that the group in front reads of an operand."""
    made: Source | None = None
    if group.meetings:
        made = group.meetings[0].weight if of_weight else group.meetings[0].source
    if made is None:
        moment, unit = shown.moment, _usual_unit(shown, of_weight=of_weight)
    else:
        moment, unit = made.moment, made.unit
    return plane_of(scene, read.name, adjoint=isinstance(read, Adjoint), moment=moment, unit=unit)


def _usual_unit(shown: Shown, *, of_weight: bool) -> Unit:
    """An entry of the plane that a cell would read, had its window not fallen beside the source altogether."""
    unit = shown.unit
    if shown.slide.kind == "gather":
        return (0, 0, unit[0] if of_weight else unit[-1])
    if not of_weight:
        return (0, 0, 0)
    return (unit[-1], 0, 0, 0) if shown.slide.kind == "window" else (0, 0, 0, unit[-1])


def window_cells(reading: Reading) -> tuple[tuple[Unit, Pair], ...]:
    """The cells of the window that a routed adjoint goes back to: of the forward value, and where each stands."""
    window = reading.slide.window
    unit = reading.shown.unit
    rows, columns = reading.slide.stride
    if window is None:
        row, column = unit[0] // rows * rows, unit[1] // columns * columns
        return tuple(
            ((row + down, column + across, unit[2]), (down, across))
            for down in range(rows) for across in range(columns)
        )  # fmt: skip
    node = apply("maxpool", window, size=(rows, columns))
    state = ops()["maxpool"].products
    assert state is not None
    parts = state(node, (unit[0] // rows, unit[1] // columns, unit[2]))
    return tuple((place, (place[0] % rows, place[1] % columns)) for ((_, place), _) in parts)

"""Reads the explanation of one cell: which numbers met, in groups, and what else was added."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.expression import Adjoint, Apply, Reference, Total
from engine.notation.plain import plain
from engine.ops import apply, ops
from engine.run.entries import through
from engine.run.explanation import ExplainedTerm, Product, Source, explain
from explorer.scene import Scene
from explorer.scenery.channels import front_channel
from explorer.scenery.quantities import runs_next
from explorer.views.convolution.memory import kept
from explorer.views.convolution.planes import Plane, plane_of
from explorer.views.convolution.shown import Shown, Unit
from explorer.views.convolution.slides import POOLING, Pair, Slide

Status = Literal["known", "next", "absent"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One product: where it stands in the small matrices, what met there, and the numbers.

    `weight` is None where there is no kernel; `factor` then is what the source is multiplied by.
    """

    place: Pair
    source: Source
    weight: Source | None
    read: float
    factor: float
    number: float


@dataclass(frozen=True, slots=True)
class Group:
    """The products of one channel (of one map, or of one moment and example), and their sum."""

    channel: int
    example: int | None
    moment: int | None
    meetings: tuple[Meeting, ...]

    @property
    def number(self) -> float:
        """What its products come to."""
        return sum(meeting.number for meeting in self.meetings)


@dataclass(frozen=True, slots=True)
class Added:
    """A term of the line that no window makes, such as the bias."""

    text: str
    number: float
    source: Source | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the picture says of one cell: no numbers are shown unless `visible`; `front` is a group's place."""

    shown: Shown
    status: Status
    visible: bool
    number: float
    source: Plane
    weight: Plane | None
    result: Plane
    size: Pair
    groups: tuple[Group, ...]
    front: int
    added: tuple[Added, ...]
    negative: bool = False

    @property
    def slide(self) -> Slide:
        """How the window slides."""
        return self.shown.slide

    @property
    def group(self) -> Group:
        """The group in front."""
        return self.groups[self.front]

    @property
    def operands_known(self) -> bool:
        """Whether the products can be told: their operands have been computed."""
        return self.status != "absent"

    @property
    def turned(self) -> bool:
        """Whether the kernel lies turned by 180°."""
        return self.slide.turned

    def kernel_cell(self, place: Pair) -> Pair:
        """The cell of the kernel that meets the source at a place of the small matrices."""
        rows, columns = self.size
        return (rows - 1 - place[0], columns - 1 - place[1]) if self.turned else place

    def source_cell(self, place: Pair) -> Pair | None:
        """The cell of the source at a place of the small matrices, in the border too; None between two cells."""
        row, column = self.shown.unit[-3:-1]
        stride, padding, dilation = self.slide.stride, self.slide.padding, self.slide.dilation
        if self.slide.kind in ("window", "maximum", "mean"):
            return (
                row * stride[0] - padding[0] + place[0] * dilation[0],
                column * stride[1] - padding[1] + place[1] * dilation[1],
            )
        if self.slide.kind == "gather":
            return (
                place[0] * stride[0] - padding[0] + row * dilation[0],
                place[1] * stride[1] - padding[1] + column * dilation[1],
            )
        if self.slide.kind == "spread":
            rows, columns = self.size
            down = row + padding[0] - (rows - 1 - place[0]) * dilation[0]
            across = column + padding[1] - (columns - 1 - place[1]) * dilation[1]
            if down % stride[0] or across % stride[1]:
                return None
            return down // stride[0], across // stride[1]
        return row // stride[0], column // stride[1]

    @property
    def border(self) -> Pair:
        """How many rows and columns of zeros surround the source."""
        if self.slide.kind != "spread":
            return self.slide.padding
        if self.slide.stride != (1, 1):
            return 0, 0
        down, across = (
            max(self.slide.dilation[axis] * (self.size[axis] - 1) - self.slide.padding[axis], 0) for axis in (0, 1)
        )
        return down, across

    @property
    def pinned(self) -> Meeting | None:
        """The product whose operand a person chose."""
        pin = self.shown.pin
        if pin is None:
            return None
        for meeting in self.group.meetings:
            if any(one is not None and (one.name, one.adjoint, one.unit) == pin
                   for one in (meeting.source, meeting.weight)):  # fmt: skip
                return meeting
        return None


def read(scene: Scene, shown: Shown) -> Reading | None:
    """The reading of a cell; None where the line was replaced by numbers put in by hand."""
    following = runs_next(scene, shown.name, adjoint=shown.adjoint, moment=shown.moment)
    known = scene.known(shown.name, shown.adjoint, shown.moment)
    status: Status = "next" if following else "known" if known else "absent"
    chosen = front_channel(scene.state, shown.name, adjoint=shown.adjoint)
    visible = status == "known" or (status == "next" and scene.state.preview)
    key = (
        "reading", shown.name, shown.adjoint, shown.moment, shown.unit, shown.pin, scene.state.example, status,
        visible, chosen,
    )  # fmt: skip
    return kept(scene.trace, key, lambda: _read(scene, shown, status, visible, chosen))


def _read(scene: Scene, shown: Shown, status: Status, visible: bool, chosen: int | None) -> Reading | None:
    example = scene.state.example
    found = explain(
        scene.trace, shown.name, adjoint=shown.adjoint, moment=shown.moment, unit=shown.unit, example=example
    )
    sliding = [term for term in found.terms if _is_slide(term, shown.slide)]
    if not sliding:
        return None
    groups = tuple(_groups(scene, shown, sliding))
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
    first = group.meetings[0]
    made = first.weight if of_weight else first.source
    assert made is not None
    return plane_of(scene, read.name, adjoint=isinstance(read, Adjoint), moment=made.moment, unit=made.unit)


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


def in_front(reading: Reading, number: int) -> Reading:
    """The same with another group in front."""
    return replace(reading, front=number)

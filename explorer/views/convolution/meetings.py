"""One cell's arithmetic as data: which numbers met, in groups, what else was added, and where all that stands."""

from dataclasses import dataclass
from typing import Literal

from engine.run.explanation import Source
from explorer.views.convolution.planes import Plane
from explorer.views.convolution.shown import Shown
from explorer.views.convolution.slides import Pair, Slide

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
    whole: float | None = None
    """What they come to where only their sum was asked for."""

    @property
    def number(self) -> float:
        """What its products come to."""
        return sum(meeting.number for meeting in self.meetings) if self.whole is None else self.whole


@dataclass(frozen=True, slots=True)
class Added:
    """A term of the line that no window makes, such as the bias."""

    text: str
    number: float
    source: Source | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the picture says of one cell: no numbers are shown unless `visible`; `front` is a group's place.

    `product` is the one that is stepped to, counted along the products of all groups.
    """

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
    product: int | None = None

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
            if self.slide.node.op == "kernel_conv":
                row, column = self.result.rows - 1 - row, self.result.columns - 1 - column
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
    def products(self) -> tuple[Meeting, ...]:
        """The products of all groups, in the order in which they are added up."""
        return tuple(meeting for group in self.groups for meeting in group.meetings)

    @property
    def stepped(self) -> Meeting | None:
        """The product that is stepped to."""
        return None if self.product is None else self.products[self.product]

    @property
    def so_far(self) -> float:
        """What the products up to the one that is stepped to come to."""
        return 0.0 if self.product is None else sum(each.number for each in self.products[: self.product + 1])

    @property
    def later(self) -> tuple[Meeting, ...]:
        """The products of the group in front that come after the one that is stepped to."""
        if self.product is None:
            return ()
        before = sum(len(group.meetings) for group in self.groups[: self.front])
        return self.group.meetings[self.product - before + 1 :]

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

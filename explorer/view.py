"""What a view is: a painter of scenes that says where on its picture what can be hovered and clicked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol, overload

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from explorer.command import Request
from explorer.field import Field
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import Theme

__all__ = ["Field", "Frame", "LaterSpots", "LivePanel", "Side", "Spot", "View", "always", "only_moved"]

Side = Literal["left", "stage", "right", "debug", "below"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a view draws into: a size in device-independent pixels at 100 %, a scene, a theme.

    `hover` is where the mouse is, or None; `compact` asks for the small-screen layout; `figure` says that this is an
    exported picture: no cursor ornaments that only make sense on the screen, and captions may be larger. `settled` is
    False while steps follow one another: what takes longer than a step may then be left for the next frame.
    """

    width: float
    height: float
    scene: Scene
    theme: Theme
    hover: QPointF | None = None
    compact: bool = False
    figure: bool = False
    settled: bool = True


def only_moved(before: Frame, after: Frame) -> bool:
    """Whether nothing but the place of the cursor differs between two frames of one theme."""
    old, new = before.scene, after.scene
    return (
        old.trace is new.trace
        and old.other is new.other
        and old.progress is new.progress
        and old.stale == new.stale
        and (before.width, before.height, before.compact) == (after.width, after.height, after.compact)
        and replace(old.state, place=new.state.place) == new.state
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the picture: what it is in words, and what a click (or a drag over it) asks for.

    `words` may be a function, called only when somebody points at the place. A `field` is opened by a double click, or
    by a click where there is no `request`. `along` is asked for in place of `request` while a stroke goes over the
    place: of every place between two positions of the mouse, however fast it moves. On a row of a list, `remove` is
    what the key Delete asks for, and `switch` what Space does, wherever on it the ring is.
    """

    rect: QRectF
    words: str | Callable[[], str]
    request: Request | None = None
    double: Request | None = None
    drag: bool = False
    field: Field | None = None
    along: Request | None = None
    remove: Request | None = None
    switch: Request | None = None

    @property
    def tip(self) -> str:
        """What it is in words."""
        return self.words if isinstance(self.words, str) else self.words()


def of_row(spots: Iterable[Spot], *, remove: Request, switch: Request | None = None) -> list[Spot]:
    """The places on one row of a list, each of which takes the row away by Delete and switches it by Space."""
    return [replace(spot, remove=remove, switch=switch) for spot in spots]


class LaterSpots(Sequence[Spot]):
    """Spots that are made when they are first asked for: most pictures are never hovered before the next one."""

    def __init__(self, make: Callable[[], list[Spot]]) -> None:
        self._make = make

    @cached_property
    def _spots(self) -> list[Spot]:
        return self._make()

    @overload
    def __getitem__(self, index: int) -> Spot: ...
    @overload
    def __getitem__(self, index: slice) -> list[Spot]: ...
    def __getitem__(self, index: int | slice) -> Spot | list[Spot]:
        return self._spots[index]

    def __len__(self) -> int:
        return len(self._spots)


class LivePanel(Protocol):
    """A view made of widgets of its own instead of a picture."""

    widget: QWidget

    def show(self, frame: Frame) -> None: ...


def always(scene: Scene) -> bool:
    """Suits every scene."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """A panel. `draw` paints a frame and returns its spots, later ones lying above earlier ones.

    `height` gives the height of the whole picture at a width where it scrolls; None fits it into its panel. `suits`
    says which scenes it can show; `subtitle` is what stands at the right of its header, `count` what stands after its
    title on a tab; `listed` gives how many things of the person's own it lists, for the tab as well: where one is added
    it comes to the front. `follow` gives what must stay in sight where it scrolls. `changes` gives the places in which
    two frames differ, None where it is quicker to paint anew. `runs_next` gives the place of what runs next, whose
    frame glides from step to step. `of_training` says that it draws how training goes, and so is painted while that
    goes on; `of_one_run` that its numbers are made of one another, as products and sums are, so that it shows this run
    where the difference of two is asked for; `checks` that it shows the numeric check, which is made before a figure of
    it is drawn. `figure_height` gives the height of a figure of stated width, for a view that fits into its panel; the
    frame has the usual height.
    """

    name: str
    title: str
    side: Side
    summary: str
    draw: Callable[[QPainter, Frame], Sequence[Spot]]
    order: int = 0
    height: Callable[[Frame], float] | None = None
    suits: Callable[[Scene], bool] = always
    subtitle: Callable[[Scene], str] = lambda scene: ""
    count: Callable[[Scene], str] = lambda scene: ""
    listed: Callable[[State], int] = lambda state: 0
    live: Callable[[Callable[[Request], None]], LivePanel] | None = None
    follow: Callable[[Frame], QRectF | None] | None = None
    changes: Callable[[Frame, Frame], Sequence[QRectF] | None] | None = None
    of_training: bool = False
    runs_next: Callable[[Frame], QRectF | None] | None = None
    of_one_run: bool = False
    checks: bool = False
    figure_height: Callable[[Frame], float] | None = None

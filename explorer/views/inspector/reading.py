"""What the inspector says about one number: its head, its terms as rows, and whether its numbers may be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from engine.errata.entry import Entry
from explorer.scene import Family, Focus, Scene
from explorer.state import Selection

Status = Literal["known", "next", "absent", "missing", "outside"]
Shown = Literal["terms", "factors", "products", "uses", "nothing"]
Goes = Literal["value", "adjoint"]
MOST_TERMS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; a number that came from somewhere leads there.

    `example` is the example it belongs to where that is not the one on the screen.
    """

    text: str
    link: Selection | None = None
    example: int | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line under a term: numbers put in place of symbols, and after it, less important, where they stand.

    `pieces` are the text in pieces where numbers in it lead to where they came from.
    """

    text: str
    remark: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One term, factor, product or use.

    `number` is None where it may not be shown; `share`, of the sum of all magnitudes, None where no bar belongs.
    `signed` is False for gates and for what is no quantity.
    `link` is where the number came from, `when` its moment from 1, `example` its example where that is not the one on
    the screen; `mark` is what stands in the disc; a long `tip` is made from the scene when somebody points at the row.
    `goes` says that the row is where the number goes, and to what.
    """

    mark: str
    latex: str
    text: str
    number: float | None
    share: float | None
    lines: tuple[Line, ...]
    link: Selection | None
    when: str
    tip: str | Callable[[Scene], str]
    short: str = ""
    signed: bool = True
    example: int | None = None
    goes: Goes | None = None

    def words(self, scene: Scene) -> str | Callable[[], str]:
        """The tip, as a spot takes it."""
        return self.tip if isinstance(self.tip, str) else partial(self.tip, scene)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is drawn about one number.

    `number` is that of the badge, None where it may not be shown. `formula` is the whole equation where it is no sum,
    and `substituted` the same with numbers. `remarks` are sentences, `result` the words beside the badge, `printed` the
    equations of the papers that the line is. `readers` counts the lines that read the number; `goes` are
    the rows of where it goes, None while that is folded.
    """

    focus: Focus
    status: Status
    family: Family
    head: str
    head_text: str
    place: str
    kind: str
    shape: str
    made_by: str
    number: float | None
    shown: Shown = "nothing"
    rows: tuple[Row, ...] = ()
    formula: str = ""
    formula_text: str = ""
    substituted: str = ""
    remarks: tuple[str, ...] = ()
    result: str = ""
    checkable: bool = False
    printed: tuple[Entry, ...] = ()
    whole_loss: bool = False
    readers: int = 0
    goes: tuple[Row, ...] | None = None

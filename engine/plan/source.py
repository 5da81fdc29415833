"""Source: the text of the NumPy a plan runs, and what each of its names stands for."""

import keyword
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.evaluation import Surroundings, evaluate
from engine.expression import Expression
from engine.plan.arrays import Array, Block, Extent, View

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KEYWORD_ONLY = frozenset({"maximum", "minimum"})
_RESERVED = frozenset(
    {"compute", "bound", "go_on", "put", "zip", "evaluated", "surroundings", "buffers", "moment", "add_reduce"}
)


@dataclass(slots=True)
class Source:
    """A function in the making. Every name in it is made here, from checked letters and a number of its own.

    `names` holds what is bound once before the function runs; `moments` the views that the loop being written binds
    at every moment. `ahead` are the lines that go before that loop.
    """

    extent: Extent
    lines: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    moments: dict[View, str] | None = None
    derived_from: int = 0
    room: dict[str, int] = field(default_factory=dict)
    _views: dict[View, str] = field(default_factory=dict)
    _numbers: dict[float, str] = field(default_factory=dict)
    _free: defaultdict[tuple[Any, ...], list[Block]] = field(default_factory=lambda: defaultdict(list))
    _body: list[str] = field(default_factory=list)
    _counted: bool = False
    _taken: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def name(self, wish: str) -> str:
        """A name nobody has yet, close to the one wished for: plain letters, and a number where it is taken."""
        clean = wish if _PLAIN.fullmatch(wish) else "part"
        free = not (keyword.iskeyword(clean) or clean in _RESERVED or hasattr(np, clean))
        self._taken[clean] += 1
        number = self._taken[clean]
        return clean if free and number == 1 else self.name(f"{clean}_{number}")

    def comment(self, text: str) -> None:
        """A remark for who reads the code; it is not compiled."""
        self.line(f"# {text}")

    def line(self, text: str) -> None:
        """One line of the function, inside the loop while one is being written."""
        (self.lines if self.moments is None else self._body).append(text)

    def call(self, function: str, *names: str) -> None:
        """The call of a NumPy function, the last name being what it fills."""
        path = function.split(".")
        found: Any = np
        for part in path:
            found = getattr(found, part)
        known = function.replace(".", "_")
        self.names[known] = found
        *operands, out = names
        given = ", ".join(operands)
        if path[-1] == "reduce":
            self.line(f"{known}({given}, 0, None, {out})")
        elif function == "copyto":
            self.line(f"copyto({out}, {given})")
        else:
            self.line(f"{known}({given}, {'out=' if function in _KEYWORD_ONLY else ''}{out})")

    def block(self, shape: tuple[int, ...], *labels: str, **settings: bool) -> Block:
        """Storage of its own, with a lane for each label."""
        block = Block(shape, list(labels), **settings)
        self.blocks.append(block)
        return block

    def scratch(self, shape: tuple[int, ...], *, lanes: int = 1, timed: bool, examples: bool = True) -> Block:
        """Storage for what is needed for a few lines only."""
        key = (shape, lanes, timed, examples)
        if self._free[key]:
            return self._free[key].pop()
        return self.block(shape, *["scratch"] * lanes, timed=timed, examples=examples)

    def release(self, block: Block) -> None:
        """The scratch may be used again."""
        self._free[block.shape, block.lanes, block.timed, block.examples].append(block)

    def view(self, view: View) -> str:
        """The name of a view; where it moves with the moment, the loop binds it."""
        moving = view.reach == "moment" and view.block.timed
        table = self._views if not moving else self.moments
        assert table is not None
        if view not in table:
            table[view] = self.name(view.label)
            if not moving:
                self.names[table[view]] = view
        return table[view]

    def number(self, value: float) -> str:
        """The name of a constant."""
        if value not in self._numbers:
            self._numbers[value] = self.name("number")
            self.names[self._numbers[value]] = np.asarray(value, self.extent.dtype)
        return self._numbers[value]

    def moment(self) -> str:
        """The name of the number of the moment, which the loop being written binds."""
        self._counted = True
        return "moment"

    def surroundings(self) -> str:
        """The name of all arrays of the run, for what is evaluated as the interpreter does."""
        self.names["surroundings"] = SURROUNDINGS
        self.names["evaluated"] = evaluated
        return "surroundings"

    def buffers(self, sizes: dict[str, int]) -> str:
        """The name of the buffers, each of at least so many numbers."""
        for name, size in sizes.items():
            self.room[name] = max(size, self.room.get(name, 0))
        self.names["buffers"] = BUFFERS
        return "buffers"

    def held(self, wish: str, value: Any) -> str:
        """The name of any other object, a function of an op for instance."""
        name = self.name(wish)
        self.names[name] = value
        return name

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """Lines that go before the loop being written."""
        kept, self.moments = self.moments, None
        yield
        self.moments = kept

    @contextmanager
    def loop(self, *, backwards: bool) -> Iterator[None]:
        """Lines that run at every moment, from the last to the first where they run backwards."""
        self.moments, self._body, self._counted = {}, [], False
        yield
        moments, body = self.moments, self._body
        self.moments = None
        if not moments:
            return
        given = [self.held(f"each_{name}", Moments(view, backwards)) for view, name in moments.items()]
        bound = list(moments.values())
        if self._counted:
            numbers = range(self.extent.length)
            bound.append("moment")
            given.append(self.held("moments", numbers[::-1] if backwards else numbers))
        inside, outside = ", ".join(bound), ", ".join(given)
        self.line(f"for {inside}{',' if len(given) == 1 else ''} in zip({outside}):")
        self.lines.extend(f"    {line}" for line in ["if go_on is not None:", "    go_on()", *body])


SURROUNDINGS, BUFFERS = object(), object()


def evaluated(node: Expression, around: Surroundings, moment: int | None) -> Array:
    """An expression as the interpreter computes it, at one moment or over all."""
    return evaluate(node, around if moment is None else replace(around, moment=moment))


@dataclass(frozen=True, slots=True)
class Moments:
    """A view at each moment in turn."""

    view: View
    backwards: bool

    @property
    def block(self) -> Block:
        return self.view.block

"""A watch: an expression over values and adjoints whose number is looked at through a run."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.expression import Shape
from engine.language.network import Network
from engine.stepping.schedule import Positions, Schedule
from engine.trace import Trace
from engine.watching.knowing import known_positions
from engine.watching.numbers import defined, of_example
from engine.watching.reading import read_node
from engine.watching.tree import Node, is_condition

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Watch:
    """What a text means for a network; `timed` where it has a number at every moment."""

    text: str
    node: Node

    @property
    def shape(self) -> Shape:
        """The shape of its units."""
        return self.node.shape

    @property
    def timed(self) -> bool:
        return self.node.lead == 2

    @property
    def condition(self) -> bool:
        """Whether it holds or not, in place of being a number."""
        return is_condition(self.node)

    def series(self, trace: Trace, example: int = 0) -> Array:
        """Its numbers for one example at all moments (T, …), or (…) outside time; NaN where there is no last."""
        return of_example(self.node, trace, example)

    def at(self, trace: Trace, moment: int | None, example: int = 0) -> Array:
        """The same at one moment, counted from 0, which does not count for what stands outside time."""
        return of_example(self.node, trace, example, moment if self.timed else None)

    def has_last(self, schedule: Schedule) -> Array:
        """At which moments (T,) everything is there that it reads: a last is missing where something is made first."""
        return defined(self.node, schedule.moments or 0)

    def known_at(self, schedule: Schedule) -> Positions:
        """The position from which it is known, at every moment (T,), or one of shape () outside time."""
        return known_positions(self.node, schedule)

    def needs(self, schedule: Schedule, moment: int | None) -> int:
        """The position from which it is known at one moment."""
        known = self.known_at(schedule)
        return int(known[moment] if self.timed and moment is not None else known.max())


def read_watch(text: str, network: Network) -> Watch:
    """The watch that a text means for a network: `norm(eps_s)`, `b_phi * s`, `W_h_iota[3, 0]`, `last(s[t][2])`.

    Names without [t] are read at t. Raises LanguageError, with line, column and caret, for what there is not.
    """
    return Watch(text.strip(), read_node(text, network))

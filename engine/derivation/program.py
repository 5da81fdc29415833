"""A program: the forward lines of a network, the derived backward lines, and the order in which both run."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from engine.derivation.flows import Derivatives, Flow, derive_flows, reaching, without_seed
from engine.derivation.fusion import fused_value
from engine.derivation.simplify import simplify
from engine.derivation.update import Update
from engine.expression import (
    NOW,
    Adjoint,
    Apply,
    Expression,
    Number,
    Total,
    Value,
    chosen,
    references,
    shifted,
    transform,
    walk,
)
from engine.language.draft import Role
from engine.language.network import Equation, Network
from engine.ops import apply, ops

DEEPEST_FOLD = 3
UPDATED: tuple[Role, ...] = ("setting", "state", "updated")
"""The roles of what only an update reads and makes."""
Section = Literal["forward", "loss", "backward", "parameters", "inputs", "update"]
_OUTSIDE: tuple[tuple[Section, tuple[Role, ...]], ...] = (
    ("parameters", ("parameter",)),
    ("inputs", ("input", "target", "mask")),
)


@dataclass(frozen=True, slots=True)
class AdjointEquation:
    """How the adjoint of one quantity is made: as shown (`flows`), and with every adjoint by name (`plain`).

    Both have the same value; the plain form is run where a value in between was put in by hand, and it alone says what
    flows where a squashed value that fused costs pass by was put in. `seeded` marks the objective, whose adjoint is 1
    before any flow is added.
    """

    name: str
    timed: bool
    flows: tuple[Flow, ...]
    plain: tuple[Flow, ...]
    seeded: bool = False

    @property
    def expression(self) -> Expression:
        """The sum of the flows as one expression."""
        terms = [flow.expression for flow in self.flows]
        if self.seeded:
            terms.insert(0, Number(1.0))
        if len(terms) > 1:
            return apply("add", *terms)
        return terms[0] if terms else Number(0.0)

    def with_altered(self, altered: Collection[str]) -> tuple[Flow, ...]:
        """The flows of a run in which values of these quantities were put in by hand."""
        if not altered:
            return self.flows
        return tuple(replace(flow, expression=chosen(flow.expression, altered)) for flow in self.plain)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program, which runs as one event: at each moment where it is `timed`, otherwise once.

    `along` names the quantities whose adjoints have no line of their own and are computed with this one. `fused` is
    what is run in place of the expression where a cost in it can be computed from the net input.
    """

    number: int
    section: Section
    name: str
    timed: bool
    expression: Expression
    gate: str = ""
    along: tuple[str, ...] = ()
    fused: Expression | None = None

    @property
    def computed(self) -> Expression:
        """What is run: the expression, or its fused form."""
        return self.expression if self.fused is None else self.fused

    @property
    def adjoint(self) -> bool:
        """Whether the line makes an adjoint (or a value)."""
        return self.section in ("backward", "parameters", "inputs")


@dataclass(frozen=True)
class Program:
    """A network with its derived backward equations, and all lines in the order in which they are shown.

    With an `update` its lines follow last, and the network has the quantities that they read and make besides its own.
    """

    network: Network
    derivatives: Derivatives
    adjoints: Mapping[str, AdjointEquation]
    lines: tuple[Line, ...]
    update: Update | None = None

    def section(self, *sections: Section) -> tuple[Line, ...]:
        """The lines of these sections in order."""
        return tuple(line for line in self.lines if line.section in sections)

    @cached_property
    def without_update(self) -> "Program":
        """The program up to its update: the same object every time."""
        if self.update is None:
            return self
        quantities = {name: q for name, q in self.network.quantities.items() if q.role not in UPDATED}
        lines = tuple(line for line in self.lines if line.section != "update")
        return replace(self, network=replace(self.network, quantities=quantities), lines=lines, update=None)

    @cached_property
    def mixes(self) -> bool:
        """Whether an example's values depend on the other examples of its mini-batch."""
        return any(
            isinstance(part, Apply) and ops()[part.op].mixes
            for line in self.section("forward")
            for _, part in walk(line.expression)
        )

    @cached_property
    def line_of(self) -> Mapping[tuple[str, bool], Line]:
        """The line that makes a value (False) or an adjoint (True), those computed along included."""
        table: dict[tuple[str, bool], Line] = {}
        for line in self.lines:
            if line.section != "loss":
                for name in (line.name, *line.along):
                    table[name, line.adjoint] = line
        return table


def derive(network: Network, *, fused: bool = True) -> Program:
    """The program of a network: its backward equations derived from its forward ones.

    `fused` computes costs of squashed values from the net input, so that they hold at probabilities of 0 and 1;
    without it everything is run as the textbook writes it.
    """
    derivatives = derive_flows(network, fused=fused)
    wanted = reaching(network)
    flows = {name: derivatives.flows.get(name, ()) for name in network.quantities if name in wanted}
    folded = _folded_away(network, flows)
    adjoints: dict[str, AdjointEquation] = {}
    for name, plain in flows.items():
        shown = tuple(replace(flow, expression=_shown(network, flow, flows, folded)) for flow in plain)
        adjoints[name] = AdjointEquation(name, network.quantities[name].timed, shown, plain, name == network.objective)
    lines = [_with_fused(network, line) if fused else line for line in _lines(network, adjoints, folded)]
    return Program(network, derivatives, adjoints, tuple(lines))


def _with_fused(network: Network, line: Line) -> Line:
    """The line with its fused form, if it is a forward line and has one."""
    found = fused_value(network, line.expression) if line.section == "forward" else line.expression
    return line if found == line.expression else replace(line, fused=found)


def _folded_away(network: Network, flows: Mapping[str, tuple[Flow, ...]]) -> set[str]:
    """The adjoints that get no line: unnamed where the text names others, made of one term, read in one place.

    A chain of them is folded three deep at most, so that no line grows long.
    """
    uses: dict[str, list[tuple[str, Adjoint]]] = {}
    for reader, terms in flows.items():
        for flow in terms:
            for part in _adjoints_read(flow.expression):
                uses.setdefault(part.name, []).append((reader, part))
    folded = set[str]()
    depth: dict[str, int] = {}
    for equation in reversed(network.equations) if network.adjoint_rules else ():
        name, own = equation.name, flows.get(equation.name, ())
        unnamed = network.adjoint_name(name) is None and name != network.objective
        simple = len(own) == 1 and own[0].delay == NOW and not isinstance(own[0].expression, Total)
        readers = uses.get(name, [])
        if unnamed and simple and len(readers) == 1:
            reader, use = readers[0]
            alike = network.quantities[reader].role == "defined" and network.quantities[reader].timed == equation.timed
            depth[name] = 1 + max((depth.get(part.name, 0) for part in references(own[0].expression)), default=0)
            if alike and use.offset in (None, NOW) and depth[name] <= DEEPEST_FOLD:
                folded.add(name)
            else:
                depth[name] = 0
    return folded


def _adjoints_read(expression: Expression) -> list[Adjoint]:
    """The adjoints an expression reads as it is written, then once each those it reads in its place."""
    written = [part for part in references(chosen(expression)) if isinstance(part, Adjoint)]
    names = {part.name for part in written}
    others = {part.name: part for part in references(expression) if isinstance(part, Adjoint)}
    return [*written, *(part for name, part in others.items() if name not in names)]


def _shown(network: Network, flow: Flow, flows: Mapping[str, tuple[Flow, ...]], folded: set[str]) -> Expression:
    """A flow as a person would write it: folded adjoints written out, dE/dE = 1 put in."""
    return without_seed(network, simplify(_unfold(chosen(flow.expression), flows, folded)))


def _unfold(expression: Expression, flows: Mapping[str, tuple[Flow, ...]], folded: set[str]) -> Expression:
    def put(node: Expression) -> Expression:
        if isinstance(node, Adjoint) and node.name in folded:
            inside = _unfold(chosen(flows[node.name][0].expression), flows, folded)
            return inside if node.offset is None else shifted(inside, node.offset)
        return node

    return transform(expression, put)


def _along(name: str, adjoints: Mapping[str, AdjointEquation], folded: set[str]) -> tuple[str, ...]:
    """The folded adjoints inside one equation, each after those it is made of."""
    inside: list[str] = []
    for flow in adjoints[name].plain:
        for _, part in walk(flow.expression):
            if isinstance(part, Adjoint) and part.name in folded:
                inside.extend((*_along(part.name, adjoints, folded), part.name))
    return tuple(dict.fromkeys(inside))


def _backwards(network: Network) -> list[Equation]:
    """The equations in the order in which adjoints are made: timed ones first, each kind from the last to the first."""
    return [equation for timed in (True, False) for equation in network.equations[::-1] if equation.timed == timed]


def _lines(network: Network, adjoints: Mapping[str, AdjointEquation], folded: set[str]) -> list[Line]:
    lines: list[Line] = []

    def add(section: Section, name: str, expression: Expression, *, timed: bool, gate: str = "") -> None:
        along = _along(name, adjoints, folded) if section in ("backward", "parameters", "inputs") else ()
        lines.append(Line(len(lines) + 1, section, name, timed, expression, gate, along))

    for equation in sorted(network.equations, key=lambda equation: equation.timed):
        add("forward", equation.name, equation.expression, timed=equation.timed, gate=equation.gate)
    goal = network.quantities[network.objective]
    add("loss", goal.name, Total(Value(goal.name, NOW if goal.timed else None, ()), goal.timed, True), timed=False)
    for equation in _backwards(network):
        name = equation.name
        bare = name == network.objective and not adjoints[name].flows
        if name in adjoints and name not in folded and not bare:
            add("backward", name, adjoints[name].expression, timed=equation.timed, gate=equation.gate)
    for section, roles in _OUTSIDE:
        for quantity in network.having(*roles):
            if quantity.name in adjoints:
                add(section, quantity.name, adjoints[quantity.name].expression, timed=False)
    return lines

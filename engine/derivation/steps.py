"""The steps of one adjoint's derivation, as a textbook writes them: uses, one term each, collected, simplified."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from engine.derivation.flows import Flow, brought_back
from engine.derivation.program import Program, derive
from engine.derivation.simplify import simplify
from engine.errors import ChainruleError
from engine.expression import (
    NOW,
    Address,
    Adjoint,
    Apply,
    Expression,
    Number,
    Offset,
    Taps,
    Value,
    at_address,
    chosen,
    references,
)
from engine.identity import Same
from engine.language.network import Equation
from engine.ops import apply, ops
from engine.ops.cost.fused import fusions

Words = tuple[str | Expression, ...]
"""A sentence: words, and the quantities and formulas that are named between them."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a forward equation reads the quantity: `read` at `address` of the equation's right side.

    Written at the quantity's moment t, the equation stands `delay` moments later: what an equation at t reads at t - 1
    is used at t + 1.
    """

    equation: Equation
    address: Address
    read: Value
    delay: Offset

    @property
    def user(self) -> Value:
        """The quantity that the equation makes, at the moment at which it uses the other."""
        return Value(self.equation.name, self.delay if self.equation.timed else None, self.equation.expression.shape)

    @property
    def sends(self) -> Adjoint:
        """The adjoint that comes back through this use, at the same moment."""
        return Adjoint(self.equation.name, self.user.offset, self.user.shape)


@dataclass(frozen=True, slots=True)
class Local:
    """One op on the way from an equation's result down to the use: its rule in words, and what it sends on.

    `sent` is written at the moment of the equation, before anything is simplified. `rule` is "" where an op does
    nothing but put one number into another shape.
    """

    op: str
    rule: str
    sent: Expression


@dataclass(frozen=True, slots=True)
class TermSteps:
    """What one use sends back: op by op (`locals`), then at the quantity's moment before and after simplification.

    `shown` is how the textbook's line has it: adjoints without a line of their own written out, dE/dE = 1 put in.
    """

    number: int
    use: Use
    locals: tuple[Local, ...]
    before: Expression
    after: Expression
    shown: Expression

    @property
    def there(self) -> Expression:
        """What is sent, simplified, still written at the moment of the equation."""
        return simplify(chosen(self.locals[-1].sent)) if self.locals else self.use.sends

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules on the way, each once where it follows itself."""
        found: list[str] = []
        for local in self.locals:
            if local.rule and local.rule not in found[-1:]:
                found.append(local.rule)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The whole sum written in another way, and why it may be."""

    why: Words
    expression: Expression


@dataclass(frozen=True, slots=True)
class Derivation:
    """How the adjoint of one quantity is derived; the last rewriting, or else the collected sum, is the program's.

    `seeded` marks the objective, whose adjoint begins with the term 1. `line` is the number of the program's line, 0
    for an adjoint that is computed along with another.
    """

    target: Adjoint
    timed: bool
    terms: tuple[TermSteps, ...]
    collected: Expression
    rewritings: tuple[Rewriting, ...]
    seeded: bool
    line: int

    @property
    def uses(self) -> tuple[Use, ...]:
        """All uses, in the order of the terms."""
        return tuple(term.use for term in self.terms)

    @property
    def meetings(self) -> tuple[Use, ...]:
        """The uses that the chain rule sums over: one for each equation and moment, however often it reads there."""
        found: dict[tuple[str, Offset], Use] = {}
        for use in self.uses:
            found.setdefault((use.equation.name, use.delay), use)
        return tuple(found.values())

    @property
    def result(self) -> Expression:
        """What the program has."""
        return self.rewritings[-1].expression if self.rewritings else self.collected


def derivation(program: Program, name: str) -> Derivation:
    """The derivation of the adjoint of the quantity `name`.

    Everything is derived as the textbook does it, without cancelling a squashing function against its cost; where the
    program does, that is the last step. Raises ChainruleError for a quantity without an adjoint.
    """
    if name not in program.adjoints:
        known = ", ".join(program.adjoints)
        raise ChainruleError(f"no adjoint is derived for {name!r}; allowed are {known}")
    textbook = _textbook(Same(program))
    network, plain = textbook.network, textbook.adjoints[name].plain
    quantity, shown = network.quantities[name], textbook.adjoints[name]
    terms = tuple(
        _term(textbook, number, flow, written.expression)
        for number, (flow, written) in enumerate(zip(plain, shown.flows, strict=True), 1)
    )
    collected = _sum((*([Number(1.0)] if shown.seeded else []), *(term.after for term in terms)))
    target = Adjoint(name, NOW if quantity.timed else None, quantity.shape)
    line = program.line_of.get((name, True))
    return Derivation(
        target,
        quantity.timed,
        terms,
        collected,
        _rewritings(program, textbook, name, collected),
        shown.seeded,
        line.number if line is not None and line.name == name else 0,
    )


@lru_cache(maxsize=16)
def _textbook(program: Same[Program]) -> Program:
    return derive(program.held.without_update.network, fused=False)


def _term(program: Program, number: int, flow: Flow, shown: Expression) -> TermSteps:
    network = program.network
    equation = next(one for one in network.equations if one.name == flow.source)
    read = at_address(equation.expression, flow.address)
    assert isinstance(read, Value)
    node: Expression = equation.expression
    adjoint: Expression = Adjoint(equation.name, NOW if equation.timed else None, network.quantities[flow.source].shape)
    found: list[Local] = []
    taps: list[Taps] = []
    for place in flow.address:
        if isinstance(node, Taps):
            taps.append(node)
            node = node.body
            continue
        assert isinstance(node, Apply)
        op = ops()[node.op]
        sent = op.vjp(node, adjoint, place) if op.vjp is not None else None
        assert sent is not None, f"{node.op} sends nothing to its argument {place}"
        found.append(Local(op.name, "" if _is_bare(node) else op.rule(place), sent))
        adjoint, node = sent, node.arguments[place]
    before = brought_back(adjoint, read, network=network, equation=equation, taps=tuple(taps))
    use = Use(equation, flow.address, read, flow.delay)
    return TermSteps(number, use, tuple(found), before, chosen(flow.expression), shown)


def _is_bare(node: Apply) -> bool:
    """Whether an op that sums or copies has one number only to do it with."""
    return node.op in ("sum", "expand", "repeat") and prod(node.shape or ()) == prod(node.arguments[0].shape or ())


def _sum(terms: Iterable[Expression]) -> Expression:
    parts = tuple(terms)
    return apply("add", *parts) if len(parts) > 1 else parts[0] if parts else Number(0.0)


def _rewritings(program: Program, textbook: Program, name: str, collected: Expression) -> tuple[Rewriting, ...]:
    """From the collected sum to the line of the program: what is put in, then what cancels."""
    found: list[Rewriting] = []
    written, last = textbook.adjoints[name].expression, program.adjoints[name].expression
    if written != collected:
        found.append(Rewriting(_put_in(textbook, collected, written), written))
    if last != (found[-1].expression if found else collected):
        inner = _gone(textbook, written, last)
        why = _listed(inner, " is written out: ", " are written out: ") if inner else ()
        found.append(Rewriting((*why, _cancelled(program, name)), last))
    return tuple(found)


def _put_in(program: Program, collected: Expression, written: Expression) -> Words:
    """Why the sum may be written with fewer adjoints: dE/dE = 1, and those of one term only."""
    goal = next((read for read in _in_order(collected) if read.name == program.network.objective), None)
    seed: Words = (goal, " is 1, for the objective is what is differentiated. ") if goal is not None else ()
    inner = _gone(program, collected, written)
    one, several = " has one term only, which is written in its place.", " have one term each, written in their places."
    return (*seed, *_listed(inner, one, several))


def _cancelled(program: Program, name: str) -> str:
    if any(_is_squashing(flow.source, program) for flow in _textbook(Same(program)).adjoints[name].plain):
        return "the slope of the squashing function cancels against its cost. What remains holds at 0 and 1 too."
    return "what was squashed is written with its net input, so that it holds at 0 and 1 too."


def _is_squashing(source: str, program: Program) -> bool:
    made = next(one.expression for one in program.network.equations if one.name == source)
    return isinstance(made, Apply) and made.op in {squash for _, squash in fusions()}


def _gone(program: Program, before: Expression, after: Expression) -> tuple[Adjoint, ...]:
    """The adjoints that are read before and no more after, but for that of the objective."""
    kept = {read.name for read in _in_order(after)} | {program.network.objective}
    return tuple(read for read in _in_order(before) if read.name not in kept)


def _listed(reads: tuple[Adjoint, ...], one: str, several: str) -> Words:
    found: list[str | Expression] = []
    for number, read in enumerate(reads):
        found += [" and ", read] if number else [read]
    return (*found, one if len(reads) == 1 else several) if found else ()


def _in_order(expression: Expression) -> tuple[Adjoint, ...]:
    """The adjoints that an expression reads, each once."""
    return tuple(dict.fromkeys(read for read in references(expression) if isinstance(read, Adjoint)))

"""Merging: equations that are linear in what a loop computes, with every factor known before the loop made one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.expression import NOW, Adjoint, Apply, Expression, Number, Reference, Shape, Value, shifted
from engine.ops import apply
from engine.plan.definitions import Definition
from engine.plan.keys import Key, key_of
from engine.plan.rearranging import as_shape, bare, count, depends, keeps_entries

One = Number(1.0)


@dataclass(frozen=True, slots=True)
class Linear:
    """One term, `factor ⊙ core`: the factor is known before the loop, the core is what the loop computes."""

    factor: Expression
    core: Expression

    def expression(self, shape: Shape) -> Expression:
        """The term as a tree of this shape."""
        core = as_shape(self.core, shape)
        if self.factor == One:
            return core
        if self.factor == Number(-1.0):
            return apply("neg", core)
        return apply("mul", as_shape(self.factor, shape), core)


def times(*factors: Expression) -> Expression:
    """The product of factors of one shape, or single numbers, with units left out."""
    number = 1.0
    kept: list[Expression] = []
    for factor in factors:
        if isinstance(factor, Number):
            number *= factor.value
        else:
            kept.append(factor)
    if number != 1.0 or not kept:
        kept.insert(0, Number(number))
    return kept[0] if len(kept) == 1 else apply("mul", *kept)


def linear(node: Expression, own: frozenset[Key]) -> list[Linear]:
    """The terms of a tree; what is not a product of a known factor and one thing stays whole, with the factor 1."""
    whole = [Linear(One, node)]
    if not isinstance(node, Apply):
        return whole
    if keeps_entries(node):
        shape = node.shape or ()
        return [
            Linear(as_shape(term.factor, shape), as_shape(term.core, shape))
            if count(term.factor.shape) in (1, count(shape))
            else Linear(One, as_shape(term.expression(node.arguments[0].shape or ()), shape))
            for term in linear(node.arguments[0], own)
        ]
    if node.op == "neg":
        return [Linear(times(Number(-1.0), term.factor), term.core) for term in linear(node.arguments[0], own)]
    if node.op == "add" and all(argument.shape == node.shape for argument in node.arguments):
        return [term for argument in node.arguments for term in linear(argument, own)]
    if node.op == "mul":
        inside = [argument for argument in node.arguments if depends(argument, own)]
        if len(inside) == 1 and inside[0].shape == node.shape:
            others = [argument for argument in node.arguments if argument is not inside[0]]
            return [Linear(times(*others, term.factor), term.core) for term in linear(inside[0], own)]
    return whole


def merged(component: tuple[Definition, ...], keep: Callable[[Expression], Expression]) -> tuple[Definition, ...]:
    """The definitions with what is a known factor times another put in its place, and like terms made one.

    `keep` computes a factor that is needed several times once, and returns what reads it.
    """
    own = frozenset(definition.key for definition in component)
    split = {
        definition.key: [
            term
            for part in definition.terms
            if depends(part, own) and count(part.shape) == count(definition.shape)
            for term in linear(part, own)
        ]
        for definition in component
    }
    known = {
        definition.key: [
            part for part in definition.terms if not depends(part, own) or count(part.shape) != count(definition.shape)
        ]
        for definition in component
    }
    stands_for: dict[Key, tuple[Expression, Reference]] = {}
    for definition in component:
        terms = split[definition.key]
        if len(terms) != 1 or known[definition.key]:
            continue
        core = bare(terms[0].core)
        same = isinstance(core, Adjoint) and core.offset in (None, NOW) and count(core.shape) == count(definition.shape)
        if same and isinstance(core, Adjoint) and key_of(core) != definition.key:
            factor = as_shape(terms[0].factor, definition.shape)
            factor = keep(factor) if isinstance(factor, Apply) and count(factor.shape) == count(core.shape) else factor
            split[definition.key] = [Linear(factor, terms[0].core)]
            stands_for[definition.key] = factor, core
    found = []
    for definition in component:
        terms = [_resolved(term, definition.shape, stands_for) for term in split[definition.key]]
        sums: dict[Expression, list[Expression]] = {}
        for term in terms:
            sums.setdefault(term.core, []).append(term.factor)
        written = [
            Linear(_sum(factors, definition.shape), core).expression(definition.shape) for core, factors in sums.items()
        ]
        found.append(replace(definition, terms=(*known[definition.key], *written)))
    return tuple(found)


def _resolved(term: Linear, shape: Shape, stands_for: dict[Key, tuple[Expression, Reference]]) -> Linear:
    """The term with its core written as a factor times what it stands for, as long as it stands for something."""
    core, factor = bare(term.core), term.factor
    for _ in range(len(stands_for)):
        if not isinstance(core, Adjoint | Value) or key_of(core) not in stands_for or count(core.shape) != count(shape):
            break
        inner, following = stands_for[key_of(core)]
        offset = core.offset or NOW
        factor = times(as_shape(factor, shape), as_shape(shifted(inner, offset), shape))
        core = shifted(following, offset)
    return Linear(factor, as_shape(core, shape) if isinstance(core, Adjoint) else term.core)


def _sum(factors: list[Expression], shape: Shape) -> Expression:
    if len(factors) == 1:
        return factors[0]
    if all(isinstance(factor, Number) for factor in factors):
        return Number(sum(factor.value for factor in factors if isinstance(factor, Number)))
    return Apply("add", tuple(as_shape(factor, shape) for factor in factors), (), shape)

"""Definitions: everything a program computes, each as a sum of terms with its taps written out, and who needs whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from engine.derivation.flows import Flow
from engine.derivation.program import AdjointEquation, Line, Program
from engine.expression import (
    NOW,
    Adjoint,
    Apply,
    Choice,
    Expression,
    Number,
    Offset,
    Reference,
    Shape,
    Taps,
    Value,
    children,
    chosen,
    references,
    transform,
    walk,
    with_children,
)
from engine.ops import apply
from engine.plan.keys import Key, distance, key_of
from engine.plan.rearranging import as_shape, count, keeps_entries

MOST_TAPS = 64


@dataclass(frozen=True, slots=True)
class Definition:
    """One array and the sum of terms that fills it; `line` orders it among the lines of the program.

    `examples` says whether it has an axis of examples, which parameters and what is packed from them have not.
    """

    key: Key
    shape: Shape
    terms: tuple[Expression, ...]
    line: int
    timed: bool = True
    examples: bool = True

    def reads(self) -> Iterator[Reference]:
        """Every reference in its terms."""
        for term in self.terms:
            yield from references(term)


class NotPlanned(Exception):
    """The program holds what the plan has no form for; the interpreter runs it."""


def beyond(term: Expression) -> int:
    """How many of the last moments a term does not exist at, because it reads adjoints after the last one."""
    return max((distance(part) for part in references(term) if isinstance(part, Adjoint)), default=0)


def definitions(program: Program, altered: Collection[str] = ()) -> dict[Key, Definition]:
    """All values and adjoints that a program computes, in the order of its lines.

    Of quantities in `altered` values are put in by hand: equations read their adjoints where none was, zero elsewhere.
    """
    network, found = program.network, dict[Key, Definition]()
    for line in program.section("forward"):
        key, shape = Key(False, line.name), network.quantities[line.name].shape
        found[key] = Definition(key, shape, _terms([line.computed], altered), line.number, line.timed)
    for name, equation in program.adjoints.items():
        quantity, line_of = network.quantities[name], program.line_of.get((name, True))
        own = line_of is not None and line_of.name == name and network.objective not in altered
        own = own and line_of is not None and not _cut(equation, line_of, altered)
        written: tuple[Flow, ...] = equation.flows if own else equation.plain
        terms = _terms([flow.expression for flow in written], altered)
        key = Key(True, name)
        found[key] = Definition(
            key,
            quantity.shape,
            (Number(1.0), *terms) if equation.seeded else terms,
            line_of.number if line_of else len(program.lines),
            quantity.timed,
            quantity.batched,
        )
    return _passed_on(program, found, altered) if altered else found


def _cut(equation: AdjointEquation, line: Line, altered: Collection[str]) -> bool:
    """Whether the equation passes by a quantity of which values are put in, so that only its plain form holds."""
    inside = (part for flow in equation.plain for _, part in walk(flow.expression))
    return any(name in altered for name in line.along) or any(
        isinstance(part, Choice) and part.name in altered for part in inside
    )


def kept_name(name: str) -> str:
    """The name of the array that is 0 where a value of the quantity is put in, 1 elsewhere."""
    return f"{name} kept"


def passed_name(name: str) -> str:
    """The name of the adjoint of a quantity as equations read it."""
    return f"{name} passed on"


def _passed_on(program: Program, found: dict[Key, Definition], altered: Collection[str]) -> dict[Key, Definition]:
    """The definitions with the adjoints of altered quantities read where no value was put in."""

    def read(node: Expression) -> Expression:
        return (
            replace(node, name=passed_name(node.name)) if isinstance(node, Adjoint) and node.name in altered else node
        )

    result = {key: replace(one, terms=tuple(transform(term, read) for term in one.terms)) for key, one in found.items()}
    for name in altered:
        if Key(True, name) in found:
            one = found[Key(True, name)]
            now = NOW if one.timed else None
            own, mask = Adjoint(name, now, one.shape), Value(kept_name(name), now, one.shape)
            key = Key(True, passed_name(name))
            result[key] = replace(one, key=key, terms=(apply("mul", mask, own),))
    return result


def _terms(expressions: Iterable[Expression], altered: Collection[str]) -> tuple[Expression, ...]:
    return tuple(
        part
        for expression in expressions
        for term in _written_out(chosen(expression, altered), {})
        for part in _summands(term)
    )


def _summands(term: Expression) -> Iterator[Expression]:
    if isinstance(term, Apply) and keeps_entries(term):
        parts = list(_summands(term.arguments[0]))
        whole = all(part.shape == term.arguments[0].shape or count(part.shape) == 1 for part in parts)
        yield from [as_shape(part, term.shape or ()) for part in parts] if whole and len(parts) > 1 else [term]
        return
    if isinstance(term, Apply) and term.op == "add" and any(part.shape == term.shape for part in term.arguments):
        for part in sorted(term.arguments, key=lambda one: one.shape != term.shape):
            yield from _summands(part)
    else:
        yield term


def _written_out(node: Expression, indices: Mapping[str, int]) -> list[Expression]:
    """The terms of an expression, one for each value of the tap indices that products and signs stand around."""
    if isinstance(node, Taps):
        if node.stop - node.start > MOST_TAPS:
            raise NotPlanned(f"{node.stop - node.start} taps")
        inside = [_written_out(node.body, {**indices, node.index: number}) for number in range(node.start, node.stop)]
        return [term for terms in inside for term in terms] or [Number(0.0)]
    if isinstance(node, Value | Adjoint | Choice) and node.offset is not None:
        node = replace(node, offset=Offset(node.offset.at(dict(indices))))
    below = children(node)
    if not below:
        return [node]
    if isinstance(node, Apply):
        settings = tuple(
            (name, Offset(held.at(dict(indices))) if isinstance(held, Offset) else held)
            for name, held in node.attributes
        )
        node = replace(node, attributes=settings)
    parts = [_written_out(child, indices) for child in below]
    if isinstance(node, Apply) and node.op in ("mul", "neg"):
        return [with_children(node, chosen_parts) for chosen_parts in product(*parts)]
    return [with_children(node, tuple(_sum(terms) for terms in parts))]


def _sum(terms: list[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Apply("add", tuple(terms), (), terms[0].shape)


def components(found: Mapping[Key, Definition]) -> list[tuple[Definition, ...]]:
    """The definitions in the order in which they can be computed; those that need one another stand together."""
    order: list[tuple[Definition, ...]] = []
    number: dict[Key, int] = {}
    lowest: dict[Key, int] = {}
    open_: list[Key] = []

    for start in found:
        if start in number:
            continue
        work: list[tuple[Key, Iterator[Key]]] = []

        def enter(key: Key, work: list[tuple[Key, Iterator[Key]]] = work) -> None:
            number[key] = lowest[key] = len(number)
            open_.append(key)
            needed = dict.fromkeys(key_of(part) for part in found[key].reads())
            work.append((key, iter([other for other in needed if other in found])))

        enter(start)
        while work:
            key, needs = work[-1]
            following = next(needs, None)
            if following is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
                if lowest[key] == number[key]:
                    at = open_.index(key)
                    together, open_[at:] = open_[at:], []
                    order.append(tuple(sorted((found[one] for one in together), key=lambda one: one.line)))
            elif following not in number:
                enter(following)
            elif following in open_:
                lowest[key] = min(lowest[key], number[following])
    return order


def repeats(component: tuple[Definition, ...]) -> bool:
    """Whether the definitions need one another, or one itself, so that they run moment by moment."""
    own = {definition.key for definition in component}
    return any(key_of(part) in own for definition in component for part in definition.reads())

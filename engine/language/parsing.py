"""From a text to a network: read, resolve shapes, put the equations in the order in which they can be computed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import SupportsIndex

from engine.expression import Expression, read_now, references
from engine.language.draft import Draft
from engine.language.message import LanguageError
from engine.language.network import Equation, Network, Quantity
from engine.language.reader import read_text
from engine.language.shapes import resolve_shapes


def parse_network(text: str, sizes: Mapping[str, SupportsIndex] | None = None, *, name: str = "network") -> Network:
    """The network that a text defines, with `sizes` in place of the defaults it declares.

    Raises LanguageError, with line, column and caret, for whatever the language does not allow.
    """
    draft = read_text(text, sizes or {})
    expressions = resolve_shapes(draft)
    equations = [
        Equation(drafted.name, drafted.timed, expression, drafted.place.line, drafted.gate, drafted.source)
        for drafted, expression in zip(draft.equations, expressions, strict=True)
    ]
    _check_moments(draft, expressions)
    objective = equations[-1]
    if objective.expression.shape != ():
        raise LanguageError(
            f"the last equation defines the objective, a single number; {objective.name!r} has shape "
            f"{objective.expression.shape}; take sum(…) of it",
            draft.equations[-1].place,
            text,
        )
    quantities = {
        known.name: Quantity(
            known.name, known.role, known.shape or (), known.timed, known.place.line, known.given, known.axes
        )
        for known in draft.names.values()
    }
    network = Network(
        name,
        draft.title,
        text,
        MappingProxyType(draft.sizes),
        MappingProxyType(quantities),
        tuple(_ordered(draft, equations)),
        objective.name,
        tuple(draft.adjoint_names),
        MappingProxyType(draft.symbols),
    )
    _check_adjoint_names(draft, network)
    return network


def _check_moments(draft: Draft, expressions: list[Expression]) -> None:
    """A quantity without moments cannot be made of quantities with moments."""
    for drafted, expression in zip(draft.equations, expressions, strict=True):
        for reference in references(expression):
            if not drafted.timed and reference.offset is not None:
                raise LanguageError(
                    f"{drafted.name!r} stands outside time but reads {reference.name!r} at a moment; "
                    f"write {drafted.name}[t] = …",
                    drafted.place,
                    draft.text,
                )


def _check_adjoint_names(draft: Draft, network: Network) -> None:
    taken: dict[str, str] = {}
    for name in network.quantities:
        adjoint = network.adjoint_name(name)
        if adjoint is None:
            continue
        other = taken.get(adjoint, adjoint if adjoint in network.quantities else None)
        if other is not None:
            raise LanguageError(
                f"the adjoint of {name!r} would be called {adjoint!r}, which already names {other!r}",
                draft.names[name].place,
                draft.text,
            )
        taken[adjoint] = name


def _ordered(draft: Draft, equations: list[Equation]) -> list[Equation]:
    """The equations so that each comes after all it reads at the same moment, otherwise in the order of the text."""
    by_name = {equation.name: equation for equation in equations}
    needs = {
        equation.name: {name for name in read_now(equation.expression) if name in by_name} for equation in equations
    }
    ordered: list[Equation] = []
    done: set[str] = set()
    waiting = list(equations)
    while waiting:
        ready = next((equation for equation in waiting if needs[equation.name] <= done), None)
        if ready is None:
            circle = _circle(waiting[0].name, needs, done)
            place = next(drafted.place for drafted in draft.equations if drafted.name == circle[0])
            raise LanguageError(
                "these quantities need each other at the same moment: "
                + " → ".join(circle)
                + "; one of them must read an earlier moment, as in h[t-1]",
                place,
                draft.text,
            )
        waiting.remove(ready)
        ordered.append(ready)
        done.add(ready.name)
    return ordered


def _circle(name: str, needs: dict[str, set[str]], done: set[str]) -> list[str]:
    path = [name]
    while True:
        name = next(need for need in sorted(needs[name]) if need not in done)
        if name in path:
            return [*path[path.index(name) :], name]
        path.append(name)

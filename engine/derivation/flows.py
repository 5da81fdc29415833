"""Flows: what each use of a quantity sends back to its adjoint, derived op by op down the equations."""

from collections import defaultdict
from dataclasses import dataclass

from engine.derivation.simplify import simplify
from engine.expression import (
    NOW,
    Address,
    Adjoint,
    Apply,
    Expression,
    Number,
    Offset,
    Taps,
    Total,
    Value,
    shifted,
    transform,
    walk,
)
from engine.language.network import Equation, Network
from engine.ops import ops


@dataclass(frozen=True, slots=True)
class Flow:
    """One term of an adjoint's sum: what the use at `address` of the equation of `source` sends back.

    `delay` says how many moments later that use stands; the flow is zero where that moment does not exist.
    """

    source: str
    address: Address
    expression: Expression
    delay: Offset


@dataclass(frozen=True, slots=True)
class Derivatives:
    """All flows by the quantity they reach, and the adjoint of every sub-expression by equation and address."""

    flows: dict[str, tuple[Flow, ...]]
    inner: dict[tuple[str, Address], Expression]


def reaching(network: Network) -> set[str]:
    """The names on which the objective depends, itself included."""
    reads = {
        equation.name: {part.name for _, part in walk(equation.expression) if isinstance(part, Value)}
        for equation in network.equations
    }
    reached, waiting = set[str](), [network.objective]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(reads.get(name, ()))
    return reached


def derive_flows(network: Network) -> Derivatives:
    """Every flow of every quantity the objective depends on: the chain rule, one use at a time."""
    found: defaultdict[str, list[Flow]] = defaultdict(list)
    inner: dict[tuple[str, Address], Expression] = {}
    wanted = reaching(network)
    for equation in network.equations:
        if equation.name in wanted:
            _descend(network, equation, found, inner)
    return Derivatives({name: tuple(_in_reading_order(network, name, flows)) for name, flows in found.items()}, inner)


def _descend(
    network: Network,
    equation: Equation,
    found: defaultdict[str, list[Flow]],
    inner: dict[tuple[str, Address], Expression],
) -> None:
    root = Adjoint(equation.name, NOW if equation.timed else None, network.quantities[equation.name].shape)

    def visit(node: Expression, adjoint: Expression, address: Address, taps: tuple[Taps, ...]) -> None:
        inner[equation.name, address] = without_seed(network, simplify(adjoint))
        match node:
            case Value():
                found[node.name].append(_flow(network, equation, node, adjoint=adjoint, address=address, taps=taps))
            case Apply():
                vjp = ops()[node.op].vjp
                assert vjp is not None, f"{node.op} cannot be differentiated"
                for number, argument in enumerate(node.arguments):
                    sent = vjp(node, adjoint, number) if any(isinstance(p, Value) for _, p in walk(argument)) else None
                    if sent is not None:
                        visit(argument, sent, (*address, number), taps)
            case Taps():
                visit(node.body, adjoint, (*address, 0), (*taps, node))

    visit(equation.expression, root, (), ())


def _flow(
    network: Network, equation: Equation, use: Value, *, adjoint: Expression, address: Address, taps: tuple[Taps, ...]
) -> Flow:
    """The flow of one use: the adjoint there, read from the quantity's moment, summed over taps, moments, examples."""
    quantity = network.quantities[use.name]
    delay = NOW
    expression = simplify(adjoint)
    if use.offset is not None:
        delay = NOW.plus(use.offset, -1)
        expression = shifted(expression, delay)
    for tap in reversed(taps):
        expression = Taps(expression, tap.index, tap.start, tap.stop)
    moments, examples = equation.timed and not quantity.timed, quantity.role == "parameter"
    if moments or examples:
        expression = Total(expression, moments, examples)
    return Flow(equation.name, address, expression, delay)


def without_seed(network: Network, expression: Expression) -> Expression:
    """The expression with dE/dE = 1 put in, wherever the objective is read at the same moment and nowhere else used."""
    if any(
        part.name == network.objective
        for equation in network.equations
        for _, part in walk(equation.expression)
        if isinstance(part, Value)
    ):
        return expression

    def put(node: Expression) -> Expression:
        if isinstance(node, Adjoint) and node.name == network.objective and node.offset in (None, NOW):
            return Number(1.0)
        return node

    return simplify(transform(expression, put))


def _in_reading_order(network: Network, name: str, flows: list[Flow]) -> list[Flow]:
    """Flows of the same moment first, the last use first; then those of later moments, its own carry first."""
    line = {equation.name: number for number, equation in enumerate(network.equations)}

    def rank(flow: Flow) -> tuple[int, int, int]:
        if flow.delay == NOW:
            return 0, 0, -line[flow.source]
        return 1, 0 if flow.source == name else 1, line[flow.source]

    return sorted(flows, key=rank)

"""Flows: what each use of a quantity sends back to its adjoint, derived op by op down the equations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.derivation.fusion import FusedCost, fused_cost, unless_put_in
from engine.derivation.simplify import simplify
from engine.derivation.slopes import by_result
from engine.expression import (
    NOW,
    Address,
    Adjoint,
    Apply,
    Choice,
    Expression,
    Number,
    Offset,
    Taps,
    Total,
    Value,
    references,
    shifted,
    transform,
    walk,
)
from engine.language.network import Equation, Network
from engine.ops import apply, ops


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


def derive_flows(network: Network, *, fused: bool = True) -> Derivatives:
    """Every flow of every quantity the objective depends on: the chain rule, one use at a time.

    With `fused`, what a cost of a squashed value sends back goes to the net input in one step, y - d in place of
    (y - d) / (y (1 - y)) times σ': the flow through the squashing equation is then one flow for each use of its value.
    """
    wanted = reaching(network)
    descent = _Descent(network, fused)
    equations = {equation.name: equation for equation in network.equations if equation.name in wanted}
    squashed = _fused_predictions(network, equations) if fused else []
    for equation in equations.values():
        if equation.name not in squashed:
            descent.through(equation)
    waiting = [equations[name] for name in squashed][::-1]
    while waiting:
        ready = next((one for one in waiting if not any(_reads(other, one.name) for other in waiting)), None)
        taken = ready or waiting[0]  # a value that its own equation reads again has no flows to begin with
        waiting.remove(taken)
        (descent.through_squashing if ready else descent.through)(taken)
    flows = {name: tuple(_in_reading_order(network, name, found)) for name, found in descent.found.items()}
    return Derivatives(flows, descent.inner)


def _fused_predictions(network: Network, equations: Mapping[str, Equation]) -> list[str]:
    """The named values, in the order of their equations, of which a cost is computed from the net input."""
    found = {
        cost.squashed.name
        for equation in equations.values()
        for _, part in walk(equation.expression)
        if (cost := fused_cost(network, part)) and isinstance(cost.squashed, Value)
    }
    return [name for name in equations if name in found]


def _reads(equation: Equation, name: str) -> bool:
    return any(part.name == name for part in references(equation.expression))


@dataclass(slots=True)
class _Descent:
    """The flows found so far; `direct` holds what one sends past the squashing function, by its number in `found`."""

    network: Network
    fused: bool
    found: defaultdict[str, list[Flow]] = field(default_factory=lambda: defaultdict(list))
    inner: dict[tuple[str, Address], Expression] = field(default_factory=dict)
    direct: dict[tuple[str, int], Expression] = field(default_factory=dict)

    def through(self, equation: Equation) -> None:
        """From the adjoint of the equation's quantity down to all it reads."""
        self.visit(_Path(equation), equation.expression, _root(self.network, equation))

    def through_squashing(self, equation: Equation) -> None:
        """From every flow of a squashed value down to its net input, those of fused costs without the squashing.

        Where the value was put in by hand, none of them counts but what the value's own adjoint sends on.
        """
        squash, root = equation.expression, _root(self.network, equation)
        assert isinstance(squash, Apply)
        self._note(equation, (), root)
        whole: Expression | None = _sent(squash, root, 0)
        numbered = list(enumerate(self.found[equation.name]))
        for number, flow in sorted(numbered, key=lambda one: (equation.name, one[0]) not in self.direct):
            straight = self.direct.get((equation.name, number))
            sent = straight if straight is not None else _sent(squash, flow.expression, 0)
            if sent is not None:
                adjoint = Choice(sent, Number(0.0) if whole is None else whole, equation.name, root.offset)
                self.visit(_Path(equation, (0,), later=flow.delay), squash.arguments[0], adjoint)
                whole = None

    def visit(self, path: "_Path", node: Expression, adjoint: Expression) -> None:
        """Send the adjoint of one node on to the nodes below it; flows end where quantities are read."""
        self._note(path.equation, path.address, adjoint)
        match node:
            case Value():
                self.found[node.name].append(_flow(self.network, path, node, adjoint))
            case Apply():
                cost = fused_cost(self.network, node) if self.fused else None
                for number, argument in enumerate(node.arguments):
                    if any(isinstance(part, Value) for _, part in walk(argument)):
                        self._argument(path.below(number), node, adjoint, cost)
            case Taps():
                self.visit(path.below(0, node), node.body, adjoint)

    def _argument(self, path: "_Path", node: Apply, adjoint: Expression, cost: FusedCost | None) -> None:
        number = path.address[-1]
        argument, sent = node.arguments[number], _sent(node, adjoint, number)
        if cost is not None and number == 0:
            straight = cost.flow(adjoint, 0)
            if isinstance(argument, Value):
                place = argument.name, len(self.found[argument.name])
                self.direct[place] = _flow(self.network, path, argument, straight).expression
            elif sent is not None:
                self._note(path.equation, path.address, sent)
                self.visit(path.below(0), cost.node.arguments[0], straight)
                return
        if sent is not None:
            if cost is not None and number == 1:
                sent = unless_put_in(cost.squashed, cost.flow(adjoint, 1), sent)
            self.visit(path, argument, sent)

    def _note(self, equation: Equation, address: Address, adjoint: Expression) -> None:
        """Remember the adjoint of a node; what comes along several ways adds up."""
        known, added = self.inner.get((equation.name, address)), without_seed(self.network, simplify(adjoint))
        self.inner[equation.name, address] = added if known is None else simplify(apply("add", known, added))


@dataclass(frozen=True, slots=True)
class _Path:
    """The way down an equation: where, inside which tap sums, and how much later the adjoint comes from."""

    equation: Equation
    address: Address = ()
    taps: tuple[Taps, ...] = ()
    later: Offset = NOW

    def below(self, number: int, tap: Taps | None = None) -> "_Path":
        """One step further down."""
        return replace(self, address=(*self.address, number), taps=(*self.taps, tap) if tap else self.taps)


def _root(network: Network, equation: Equation) -> Adjoint:
    return Adjoint(equation.name, NOW if equation.timed else None, network.quantities[equation.name].shape)


def _sent(node: Apply, adjoint: Expression, number: int) -> Expression | None:
    """What an op sends back to one of its arguments; None where nothing flows."""
    vjp = ops()[node.op].vjp
    assert vjp is not None, f"{node.op} cannot be differentiated"
    return vjp(node, adjoint, number)


def _flow(network: Network, path: _Path, use: Value, adjoint: Expression) -> Flow:
    """The flow of one use: the adjoint there, read from the quantity's moment, summed over taps, moments, examples."""
    delay = path.later if use.offset is None else path.later.plus(NOW.plus(use.offset, -1))
    expression = simplify(by_result(path.equation, adjoint))
    found = brought_back(expression, use, network=network, equation=path.equation, taps=path.taps)
    return Flow(path.equation.name, path.address, found, delay)


def brought_back(
    expression: Expression, use: Value, *, network: Network, equation: Equation, taps: tuple[Taps, ...]
) -> Expression:
    """What an equation sends to one of its uses, written at the moment of the quantity instead of the equation's.

    It is summed over the taps that the use stands in, and over all that a quantity outside time or examples meets.
    """
    quantity = network.quantities[use.name]
    if use.offset is not None:
        expression = shifted(expression, NOW.plus(use.offset, -1))
    for tap in reversed(taps):
        expression = Taps(expression, tap.index, tap.start, tap.stop)
    moments, examples = equation.timed and not quantity.timed, quantity.role == "parameter"
    return Total(expression, moments, examples) if moments or examples else expression


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

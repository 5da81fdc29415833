"""Attaches an update to a program: every rule's equations, written out for every parameter, as its last lines."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from engine.derivation.program import Line, Program
from engine.derivation.simplify import simplify
from engine.derivation.update import Carried, Update
from engine.errors import DataError
from engine.expression import Adjoint, Apply, Expression, Number, Shape, Value, children, walk
from engine.identity import Same
from engine.language.draft import Role
from engine.language.network import Equation, Network, Quantity
from engine.notation.symbols import symbol_text
from engine.ops import apply
from engine.optimisers.naming import AFTER, marked, written
from engine.optimisers.rule import RATE, WEIGHTS, Rule

GRADIENT, ALL = "g", "over_parameters"


def with_update(program: Program, rules: tuple[Rule, ...]) -> Program:
    """The program with the rules' equations after its backward pass, for every parameter that has an adjoint.

    A rule that adjusts (clipping, decay) puts what its last line makes in the place of its input for all rules after
    it; the last line of the optimiser makes the parameters of the next iteration. What does not depend on a parameter,
    such as the number of the iteration, is computed once. The same rules give the same program again while it is kept.
    Raises DataError where a rule adjusts what there is not.
    """
    return _kept(Same(program), rules)


@lru_cache(maxsize=32)
def _kept(same: Same[Program], rules: tuple[Rule, ...]) -> Program:
    program = same.held
    attaching = _Attaching(program, rules)
    for number in range(len(rules)):
        attaching.add_rule(number)
    attaching.flush()
    network = replace(
        program.network,
        quantities=MappingProxyType({**program.network.quantities, **attaching.quantities}),
        symbols=MappingProxyType({**program.network.symbols, **attaching.symbols}),
    )
    update = Update(
        " + ".join(rule.words for rule in rules), tuple(attaching.carried), attaching.following, attaching.weights
    )
    return replace(program, network=network, lines=(*program.lines, *attaching.lines), update=update)


@dataclass(slots=True)
class _Attaching:
    """An update while it is written out; `pending` holds lines by parameter, so that each has its own together."""

    program: Program
    rules: tuple[Rule, ...]
    quantities: dict[str, Quantity] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    following: dict[str, str] = field(default_factory=dict)
    weights: dict[str, str] = field(default_factory=dict)
    pending: dict[str, list[Line]] = field(default_factory=dict)
    gradients: dict[str, Expression] = field(default_factory=dict)
    rate: Value | None = None

    def __post_init__(self) -> None:
        for quantity in self.program.network.having("parameter"):
            if quantity.name in self.program.adjoints:
                self.gradients[quantity.name] = Adjoint(quantity.name, None, quantity.shape)
                self.pending[quantity.name] = []
        for number, rule in enumerate(self.rules):
            for name, value in rule.values.items():
                self._quantity(f"{self._prefix(number)}.{name}", "setting", (), written_as=(number, name), given=value)

    def _prefix(self, number: int) -> str:
        """The rule's name, with a number where it comes again."""
        earlier = sum(rule.name == self.rules[number].name for rule in self.rules[:number])
        return self.rules[number].name + (str(earlier + 1) if earlier else "")

    def _quantity(
        self,
        name: str,
        role: Role,
        shape: Shape,
        *,
        written_as: tuple[int, str],
        parameter: str = "",
        after: bool = False,
        given: float | None = None,
    ) -> None:
        number, own = written_as
        self.quantities[name] = Quantity(name, role, shape, timed=False, line=0, given=given)
        self.symbols[name] = written(
            own, self.rules[number].network, after=after, parameter=parameter, network=self.program.network
        )

    def add_rule(self, number: int) -> None:
        """Every equation of a rule: once, or for every parameter."""
        rule = self.rules[number].network
        own = _own_quantities(rule)
        for equation in rule.equations:
            if equation.name in own:
                for parameter in self.gradients:
                    line = self._line(number, equation, own, parameter)
                    self.pending[parameter].append(line)
            else:
                if any(isinstance(part, Apply) and part.op == ALL for _, part in walk(equation.expression)):
                    self.flush()
                self.lines.append(self._line(number, equation, own, ""))
        self._pass_on(number, own)

    def flush(self) -> None:
        """Writes down what waits, parameter by parameter."""
        for waiting in self.pending.values():
            self.lines.extend(waiting)
            waiting.clear()
        first = len(self.program.lines) + 1
        self.lines[:] = [replace(line, number=first + place) for place, line in enumerate(self.lines)]

    def _line(self, number: int, equation: Equation, own: Collection[str], parameter: str) -> Line:
        rule = self.rules[number].network
        shape = self.program.network.quantities[parameter].shape if parameter else ()
        before, after = self._names(number, equation.name, parameter)
        again = any(_reads_before(other.expression, equation.name) for other in rule.equations)
        if after == parameter + AFTER:
            self.quantities[after] = Quantity(after, "updated", shape, timed=False, line=0)
            self.symbols[after] = marked(parameter, AFTER, self.program.network)
            self.following[parameter] = after
        else:
            self._quantity(
                after, "updated", shape, written_as=(number, equation.name), parameter=parameter, after=again
            )
            if again:
                self._quantity(before, "state", shape, written_as=(number, equation.name), parameter=parameter)
                start = parameter if equation.name == WEIGHTS else ""
                self.carried.append(Carried(before, after, start))
        if equation.name == WEIGHTS:
            self.weights[parameter] = after
        expression = simplify(self._written_out(number, equation.expression, parameter))
        gate = symbol_text(parameter, self.program.network) if parameter else self.rules[number].name
        return Line(0, "update", after, False, expression, gate)

    def _names(self, number: int, name: str, parameter: str) -> tuple[str, str]:
        """What a quantity of a rule is called before and after the update."""
        rule, prefix = self.rules[number].network, self._prefix(number)
        if parameter and name == rule.objective and number == len(self.rules) - 1:
            return parameter, parameter + AFTER
        scope = parameter or prefix
        if parameter and any(name in other.network.quantities for other in self.rules[:number]):
            scope = f"{parameter}.{prefix}"
        again = any(_reads_before(equation.expression, name) for equation in rule.equations)
        return f"{scope}.{name}", f"{scope}.{name}" + (AFTER if again else "")

    def _written_out(self, number: int, node: Expression, parameter: str) -> Expression:
        """A rule's expression for one parameter, or for none."""
        if isinstance(node, Value):
            return self._read(number, node, parameter)
        if not isinstance(node, Apply):
            return node
        if node.op == ALL:
            parts = [self._written_out(number, node.arguments[0], name) for name in self.gradients]
            sums = [apply("sum", part) if part.shape else part for part in parts]
            return apply("add", *sums) if len(sums) > 1 else sums[0] if sums else Number(0.0)
        below = tuple(self._written_out(number, child, parameter) for child in children(node))
        return apply(node.op, *below, **dict(node.attributes))

    def _read(self, number: int, node: Value, parameter: str) -> Expression:
        """What a name in a rule stands for."""
        rule, network = self.rules[number].network, self.program.network
        role = rule.quantities[node.name].role
        shape = network.quantities[parameter].shape if parameter else ()
        if node.name == RATE and (role == "input" or self.rate is not None):
            return self.rate or self._first_rate(number)
        if role == "parameter":
            return Value(f"{self._prefix(number)}.{node.name}", None, ())
        if role == "input":
            return self.gradients[parameter] if node.name == GRADIENT else Value(parameter, None, shape)
        own = node.name in _own_quantities(rule)
        before, after = self._names(number, node.name, parameter if own else "")
        earlier = node.offset is not None and node.offset.constant < 0
        return Value(before if earlier else after, None, shape if own else ())

    def _first_rate(self, number: int) -> Value:
        name = f"{self._prefix(len(self.rules) - 1)}.{RATE}"
        if name not in self.quantities:
            raise DataError(
                f"{self.rules[number].name} adjusts the learning rate {RATE}, which {self.rules[-1].name} has not"
            )
        return Value(name, None, ())

    def _pass_on(self, number: int, own: Collection[str]) -> None:
        """Puts what the last line made in the place of the rule's input."""
        rule = self.rules[number].network
        if number == len(self.rules) - 1:
            return
        if rule.objective in own:
            for parameter, gradient in self.gradients.items():
                self.gradients[parameter] = Value(
                    self._names(number, rule.objective, parameter)[1], None, gradient.shape
                )
        else:
            self.rate = Value(self._names(number, rule.objective, "")[1], None, ())


def _own_quantities(rule: Network) -> frozenset[str]:
    """The equations of a rule that every parameter has for itself: those that read its gradient or its weights."""
    own = {quantity.name for quantity in rule.having("input") if quantity.name != RATE}
    while more := {
        equation.name for equation in rule.equations if equation.name not in own and _reads(equation.expression, own)
    }:
        own |= more
    return frozenset(own)


def _reads(node: Expression, names: Collection[str]) -> bool:
    """Whether an expression reads one of these for a single parameter, not summed over all."""
    if isinstance(node, Apply) and node.op == ALL:
        return False
    if isinstance(node, Value):
        return node.name in names
    return any(_reads(child, names) for child in children(node))


def _reads_before(node: Expression, name: str) -> bool:
    """Whether an expression reads the quantity as it was left by the iteration before."""
    return any(
        isinstance(part, Value) and part.name == name and part.offset is not None and part.offset.constant < 0
        for _, part in walk(node)
    )

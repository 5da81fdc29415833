"""Fusion: finds costs of squashed values, and says how both are computed from the net input instead."""

from dataclasses import dataclass

from engine.expression import NOW, Apply, Choice, Expression, Value, transform
from engine.language.network import Network
from engine.ops import apply
from engine.ops.cost.fused import Fusion, fusions


@dataclass(frozen=True, slots=True)
class FusedCost:
    """A cost that can be computed from a net input: `node` is the fused op applied to it and to the target.

    `squashed` is the prediction as the cost reads it: a quantity with an equation of its own, or the squashing
    function itself, written inside the cost.
    """

    rule: Fusion
    node: Apply
    squashed: Value | Apply

    def flow(self, adjoint: Expression, number: int) -> Expression:
        """What the adjoint of the cost sends to the net input (0) or to the target (1)."""
        return self.rule.flow(self.squashed, self.node, adjoint, number)


def fused_cost(network: Network, node: Expression) -> FusedCost | None:
    """The fused form of a cost; None for anything else, and for a cost of what no known function squashed.

    A named prediction must be read at its own moment: before the first moment it is zero, and no squashed value.
    """
    if not isinstance(node, Apply) or len(node.arguments) != 2:
        return None
    prediction, target = node.arguments
    squash: Expression | None = prediction
    if isinstance(prediction, Value):
        squash = defining(network, prediction.name) if prediction.offset in (None, NOW) else None
    if not isinstance(squash, Apply) or not isinstance(prediction, Value | Apply):
        return None
    rule = fusions().get((node.op, squash.op))
    return None if rule is None else FusedCost(rule, apply(rule.op, squash.arguments[0], target), prediction)


def defining(network: Network, name: str) -> Expression | None:
    """The right side of the equation of a quantity; None for one that is given."""
    return next((equation.expression for equation in network.equations if equation.name == name), None)


def fused_value(network: Network, expression: Expression) -> Expression:
    """The expression with every cost that allows it computed from the net input.

    Where a named prediction was put in by hand, it is the number put in that counts.
    """

    def fuse(node: Expression) -> Expression:
        found = fused_cost(network, node)
        if found is None:
            return node
        return unless_put_in(found.squashed, found.node, node)

    return transform(expression, fuse)


def unless_put_in(squashed: Value | Apply, body: Expression, otherwise: Expression) -> Expression:
    """The body, but `otherwise` where the squashed value has a name and was put in by hand."""
    return Choice(body, otherwise, squashed.name, squashed.offset) if isinstance(squashed, Value) else body

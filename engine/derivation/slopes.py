"""Slopes by results: the derivative of a squashing function written with the quantity it made."""

from engine.derivation.simplify import TRANSPARENT
from engine.expression import NOW, Apply, Expression, Number, Value, transform
from engine.language.network import Equation
from engine.ops import apply


def by_result(equation: Equation, expression: Expression) -> Expression:
    """The expression with f ⊙ (1 − f) for σ'(…) where the equation is f = σ(…), and 1 − n² where it is n = tanh(…).

    Only where the argument has no name of its own: σ'(a) says more than b ⊙ (1 − b), but σ'(W x + U h + b) repeats a
    line of the program that has a name already.
    """
    made = equation.expression
    if not isinstance(made, Apply) or made.op not in ("sigmoid", "tanh") or _is_named(made.arguments[0]):
        return expression
    result = Value(equation.name, NOW if equation.timed else None, made.shape)
    slope = Apply(f"{made.op}_prime", made.arguments, (), made.shape)
    written = _slope(made.op, result)
    return transform(expression, lambda node: written if node == slope else node)


def _is_named(argument: Expression) -> bool:
    while isinstance(argument, Apply) and argument.op in TRANSPARENT:
        argument = argument.arguments[0]
    return isinstance(argument, Value)


def _slope(op: str, result: Value) -> Expression:
    if op == "sigmoid":
        return apply("mul", result, apply("add", Number(1.0), apply("neg", result)))
    return apply("add", Number(1.0), apply("neg", apply("power", result, Number(2.0))))

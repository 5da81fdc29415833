"""Writes derived expressions as a person would: no factors 1, no nested products, adjoints last."""

from engine.expression import Adjoint, Apply, Expression, Number, Shape, transform, walk
from engine.ops import apply, ops

TRANSPARENT = {"expand", "repeat", "flatten", "reshape"}


def simplify(expression: Expression) -> Expression:
    """The same value with products and sums flattened, units dropped, signs drawn out and factors in reading order."""
    return transform(expression, _simpler)


def _simpler(node: Expression) -> Expression:
    if not isinstance(node, Apply):
        return node
    match node.op:
        case "mul":
            return _product(node)
        case "add":
            return _sum(node)
        case "neg":
            return _negative(node.arguments[0])
        case "transpose" if _is(node.arguments[0], "transpose"):
            return _first(node.arguments[0])
        case "reshape" | "flatten":
            return _reshaped(node.arguments[0], node.shape or ())
        case "div":
            return _quotient(*node.arguments)
        case "matmul" | "outer" if any(_is(argument, "neg") for argument in node.arguments):
            parts = [_first(argument) if _is(argument, "neg") else argument for argument in node.arguments]
            result = apply(node.op, *parts)
            return result if all(_is(argument, "neg") for argument in node.arguments) else apply("neg", result)
    return node


def _is(node: Expression, op: str) -> bool:
    return isinstance(node, Apply) and node.op == op


def _first(node: Expression) -> Expression:
    assert isinstance(node, Apply)
    return node.arguments[0]


def _negative(inner: Expression) -> Expression:
    if isinstance(inner, Number):
        return Number(-inner.value)
    return _first(inner) if _is(inner, "neg") else apply("neg", inner)


def _reshaped(inner: Expression, shape: Shape) -> Expression:
    while _is(inner, "reshape") or _is(inner, "flatten"):
        inner = _first(inner)
    if inner.shape == shape:
        return inner
    return apply("flatten", inner) if len(shape) == 1 else apply("reshape", inner, shape=shape)


def _quotient(top: Expression, bottom: Expression) -> Expression:
    if isinstance(bottom, Number) and isinstance(top, Number) and bottom.value != 0:
        return Number(top.value / bottom.value)
    return top if bottom == Number(1.0) else apply("div", top, bottom)


def _one_quotient(factors: list[Expression]) -> list[Expression]:
    """The factors with all quotients among them made one, so that no factor stands behind a fraction bar."""
    quotients = [factor for factor in factors if isinstance(factor, Apply) and factor.op in ("div", "ratio")]
    slopes = [factor for factor in factors if isinstance(factor, Apply) and factor.op == "bce_slope"]
    if len(quotients) + len(slopes) < 2 or len(slopes) > 1:
        return factors
    tops = [quotient.arguments[0] for quotient in quotients if quotient.arguments[0] != Number(1.0)]
    bottom = _all([quotient.arguments[1] for quotient in quotients])
    rest = [factor for factor in factors if factor not in (*quotients, *slopes)]
    if slopes:  # what stands above the other quotients stays a factor: the limits of the slope hold for y - d alone
        return [*rest, *tops, apply("bce_slope", *slopes[0].arguments, bottom)]
    kind = "ratio" if any(quotient.op == "ratio" for quotient in quotients) else "div"
    return [*rest, apply(kind, _all(tops), bottom)]


def _all(factors: list[Expression]) -> Expression:
    return simplify(apply("mul", *factors)) if len(factors) > 1 else factors[0] if factors else Number(1.0)


def _over(parts: list[Expression]) -> list[Expression]:
    """A product with one factor 1 / q written over q, unless it holds an adjoint, which may be a fraction itself."""
    inverse = next((part for part in parts if isinstance(part, Apply) and part.op == "div"), None)
    fraction = any(
        isinstance(inside, Adjoint) or _is(inside, "ratio") or _is(inside, "bce_slope")
        for part in parts
        for _, inside in walk(part)
    )
    if inverse is None or inverse.arguments[0] != Number(1.0) or len(parts) < 2 or fraction:
        return parts
    rest = [part for part in parts if part is not inverse]
    return [apply("div", rest[0] if len(rest) == 1 else apply("mul", *rest), inverse.arguments[1])]


def _product(node: Apply) -> Expression:
    number, negative = 1.0, False
    factors: list[Expression] = []
    for argument in node.arguments:
        negative ^= _is(argument, "neg")
        argument = _first(argument) if _is(argument, "neg") else argument
        for factor in argument.arguments if isinstance(argument, Apply) and argument.op == "mul" else (argument,):
            if isinstance(factor, Number):
                number *= factor.value
            else:
                factors.append(factor)
    negative ^= number < 0
    number = abs(number)
    factors = sorted(_one_quotient(factors), key=reading_rank)
    parts: list[Expression] = _over([*([Number(number)] if number != 1.0 or not factors else []), *factors])
    result = parts[0] if len(parts) == 1 else apply("mul", *parts)
    return _negative(result) if negative else result


def _sum(node: Apply) -> Expression:
    terms: list[Expression] = []
    for argument in node.arguments:
        terms.extend(argument.arguments if isinstance(argument, Apply) and argument.op == "add" else (argument,))
    kept = [term for term in terms if term != Number(0.0)]
    if not kept:
        return Number(0.0)
    result = kept[0] if len(kept) == 1 else apply("add", *kept)
    return result if result.shape == node.shape else node


def reading_rank(factor: Expression) -> int:
    """Where a factor stands in a product: plain quantities, derivatives, other functions, what holds an adjoint."""
    if any(isinstance(part, Adjoint) for _, part in walk(factor)):
        return 3
    while isinstance(factor, Apply) and factor.op in TRANSPARENT:
        factor = factor.arguments[0]
    if not isinstance(factor, Apply) or factor.op == "add":
        return 0
    op = ops()[factor.op]
    return 1 if op.vjp is None else 2

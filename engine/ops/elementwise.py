"""Element-wise arithmetic: sums, products, quotients, powers and the smooth functions of one number."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Number, Shape
from engine.ops import (
    Array,
    Notation,
    Op,
    Part,
    Trial,
    Unit,
    aligned,
    apply,
    back_to,
    broadcast_shape,
    in_turn,
    own_unit,
)


def _product(*factors: Expression) -> Expression:
    return apply("mul", *factors) if len(factors) > 1 else factors[0]


def _add(node: Apply, *arrays: Array) -> Array:
    first, *rest = aligned(node, arrays)
    for array in rest:
        first = first + array
    return first


def _mul(node: Apply, *arrays: Array) -> Array:
    first, *rest = aligned(node, arrays)
    for array in rest:
        first = first * array
    return first


def _mul_vjp(node: Apply, g: Expression, i: int) -> Expression:
    others = node.arguments[:i] + node.arguments[i + 1 :]
    return back_to(node, _product(*others, g), i)


def _mul_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield tuple((part, own_unit(part, unit)) for part in node.arguments)


def _div(node: Apply, *arrays: Array) -> Array:
    top, bottom = aligned(node, arrays)
    return top / bottom


def _div_vjp(node: Apply, g: Expression, i: int) -> Expression:
    top, bottom = node.arguments
    if i == 0:
        return back_to(node, apply("div", g, bottom), 0)
    return back_to(node, apply("neg", apply("div", _product(top, g), apply("power", bottom, Number(2.0)))), 1)


def _exponent(node: Apply) -> float:
    exponent = node.arguments[1]
    assert isinstance(exponent, Number)
    return exponent.value


def _power_vjp(node: Apply, g: Expression, i: int) -> Expression | None:
    if i == 1:
        return None
    base, exponent = node.arguments[0], _exponent(node)
    if exponent == 1.0:
        return g
    lower = base if exponent == 2.0 else apply("power", base, Number(exponent - 1.0))
    return _product(Number(exponent), lower, g)


def _integer_power(base: Array, exponent: float) -> Array:
    """Powers by small whole numbers as products: exact for whole bases, and the same in every NumPy."""
    if exponent == int(exponent) and 1 <= exponent <= 8:
        result = base
        for _ in range(int(exponent) - 1):
            result = result * base
        return result
    return np.power(base, exponent)


def _same(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    return shapes[0]


def _function(
    name: str,
    summary: str,
    forward: Any,
    slope: Any,
    *,
    rule: str,
    latex: str,
    text: str,
    low: float = -1.5,
    high: float = 1.5,
) -> Op:
    """An element-wise function of one number whose derivative `slope(x)` is an expression."""
    return Op(
        name,
        summary,
        1,
        _same,
        lambda node, x: forward(x),
        Notation("call", latex, text),
        vjp=lambda node, g, i: _product(slope(node.arguments[0]), g),
        trials=(Trial(((3, 2),), low=low, high=high),),
        fast=in_turn(forward.__name__),
        rules=(rule,),
    )


ADD = Op(
    "add",
    "sum",
    None,
    broadcast_shape,
    _add,
    Notation("sum"),
    vjp=back_to,
    callable=False,
    trials=(Trial(((3,), (3,), ())), Trial(((2, 3), (3,)))),
    fast=in_turn("add"),
    rules=("sum rule",),
)
NEG = Op(
    "neg",
    "minus",
    1,
    _same,
    lambda node, x: -x,
    Notation("negative"),
    vjp=lambda node, g, i: apply("neg", g),
    callable=False,
    trials=(Trial(((3,),)),),
    fast=in_turn("negative"),
    rules=("constant factor −1",),
)
MUL = Op(
    "mul",
    "product, element by element",
    None,
    broadcast_shape,
    _mul,
    Notation("product"),
    vjp=_mul_vjp,
    callable=False,
    products=_mul_products,
    trials=(Trial(((3,), (3,), (3,))), Trial(((), (2, 3), (3,)))),
    fast=in_turn("multiply"),
    rules=("product rule, the other factors stay",),
)
DIV = Op(
    "div",
    "quotient, element by element",
    2,
    broadcast_shape,
    _div,
    Notation("quotient"),
    vjp=_div_vjp,
    callable=False,
    trials=(Trial(((3,), (3,)), low=0.5), Trial(((), (3,)), low=0.5)),
    fast=in_turn("divide"),
    rules=("quotient rule, by what stands below", "quotient rule, minus the quotient, by what stands below"),
)
POWER = Op(
    "power",
    "power with a constant exponent",
    2,
    lambda shapes, attributes: shapes[0],
    lambda node, base, exponent: _integer_power(base, _exponent(node)),
    Notation("power"),
    vjp=_power_vjp,
    callable=False,
    rules=("power rule, the exponent comes down",),
)
EXP = _function("exp", "exponential", np.exp, lambda x: apply("exp", x), rule="exp' = exp", latex=r"\exp", text="exp")
LOG = _function(
    "log",
    "natural logarithm",
    np.log,
    lambda x: apply("div", Number(1.0), x),
    rule="ln' x = 1 / x",
    latex=r"\ln",
    text="ln",
    low=0.5,
)
SQRT = replace(
    _function(
        "sqrt",
        "square root",
        np.sqrt,
        lambda x: apply("div", Number(0.5), apply("sqrt", x)),
        rule="half of 1 by the root",
        latex="",
        text="",
        low=0.5,
    ),
    notation=Notation("root"),
)
SIN = _function("sin", "sine", np.sin, lambda x: apply("cos", x), rule="sin' = cos", latex=r"\sin", text="sin")
COS = _function(
    "cos", "cosine", np.cos, lambda x: apply("neg", apply("sin", x)), rule="cos' = −sin", latex=r"\cos", text="cos"
)
ABS = _function(
    "abs",
    "absolute value, with derivative 0 at 0",
    np.abs,
    lambda x: apply("sign", x),
    rule="abs' = sign",
    latex=r"\operatorname{abs}",
    text="abs",
    low=0.2,
)
SIGN = Op(
    "sign",
    "sign: -1, 0 or 1",
    1,
    _same,
    lambda node, x: np.sign(x),
    Notation("call", r"\operatorname{sign}", "sign"),
    vjp=lambda node, g, i: None,
    trials=(Trial(((3,),), low=0.2),),
    rules=("constant between its jumps, nothing flows",),
)

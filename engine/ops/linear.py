"""Products with matrices: W @ x, its transpose, and the outer product that its derivative is made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.expression import Apply, Expression, Shape
from engine.ops import Array, Notation, Op, Part, ShapeError, Trial, Unit, apply


def _matmul_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    a, b = shapes
    if len(a) not in (1, 2) or len(b) not in (1, 2):
        raise ShapeError(f"@ multiplies matrices and vectors, met shapes {a} and {b}")
    if a[-1] != b[0]:
        raise ShapeError(f"@ needs the columns of the left to be the rows of the right, met shapes {a} and {b}")
    return a[:-1] + b[1:]


def _matmul_operands(shapes: tuple[Shape | None, ...], result: Shape | None) -> tuple[Shape | None, ...]:
    a, b = shapes
    if a is None and b is not None and result is not None and len(b) == 1 and len(result) <= 1:
        a = (*result, b[0])
    elif a is None and b is not None and result is not None and len(b) == 2 and len(result) == 2:
        a = (result[0], b[0])
    elif b is None and a is not None and len(a) == 2 and (result is None or len(result) == 1):
        b = (a[1],)
    return a, b


def _matmul(node: Apply, a: Array, b: Array) -> Array:
    rank_a, rank_b = len(node.arguments[0].shape or ()), len(node.arguments[1].shape or ())
    if rank_a == 2 and rank_b == 1:
        return b @ a.T if a.ndim == 2 else np.matmul(a, b[..., None])[..., 0]
    if rank_a == 1 and rank_b == 1:
        return np.sum(a * b, axis=-1)
    if rank_a == 1:
        return a @ b if b.ndim == 2 else np.matmul(a[..., None, :], b)[..., 0, :]
    return np.matmul(a, b)


def _matmul_vjp(node: Apply, g: Expression, i: int) -> Expression:
    a, b = node.arguments
    rank_a, rank_b = len(a.shape or ()), len(b.shape or ())
    if rank_a == 1 and rank_b == 1:
        return apply("mul", (b, a)[i], g)
    if i == 0:
        if rank_a == 1:
            return apply("matmul", b, g)
        return apply("outer", g, b) if rank_b == 1 else apply("matmul", g, apply("transpose", b))
    if rank_a == 1:
        return apply("outer", a, g)
    return apply("matmul", apply("transpose", a), g)


def _matmul_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    a, b = node.arguments
    shape, rows = a.shape or (), len(a.shape or ()) - 1
    for place in range(shape[-1]):
        yield (a, (*unit[:rows], place)), (b, (place, *unit[rows:]))


def _transposed(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield ((node.arguments[0], unit[::-1]),)


def _transpose_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if len(shapes[0]) != 2:
        raise ShapeError(f"transpose turns a matrix, met shape {shapes[0]}")
    return shapes[0][::-1]


def _outer_shape(shapes: tuple[Shape, ...], attributes: dict[str, Any]) -> Shape:
    if len(shapes[0]) != 1 or len(shapes[1]) != 1:
        raise ShapeError(f"outer multiplies two vectors, met shapes {shapes[0]} and {shapes[1]}")
    return shapes[0] + shapes[1]


def _outer_products(node: Apply, unit: Unit) -> Iterator[tuple[Part, ...]]:
    yield (node.arguments[0], unit[:1]), (node.arguments[1], unit[1:])


def _outer_vjp(node: Apply, g: Expression, i: int) -> Expression:
    u, v = node.arguments
    return apply("matmul", g, v) if i == 0 else apply("matmul", apply("transpose", g), u)


def _outer_total(node: Apply, u: Array, v: Array) -> Array:
    if u.ndim == 1 and v.ndim == 1:
        return np.multiply.outer(u, v)
    lead = np.broadcast_shapes(u.shape[:-1], v.shape[:-1])
    flat_u = np.broadcast_to(u, lead + u.shape[-1:]).reshape(-1, u.shape[-1])
    flat_v = np.broadcast_to(v, lead + v.shape[-1:]).reshape(-1, v.shape[-1])
    result: Array = flat_u.T @ flat_v
    return result


MATMUL = Op(
    "matmul",
    "matrix product",
    2,
    _matmul_shape,
    _matmul,
    Notation("matmul"),
    vjp=_matmul_vjp,
    operands=_matmul_operands,
    callable=False,
    products=_matmul_products,
    trials=(Trial(((3, 2), (2,))), Trial(((3,), (3,))), Trial(((2,), (2, 3))), Trial(((2, 3), (3, 4)))),
    rules=("linear in the matrix, outer product", "linear map, transposed"),
)
TRANSPOSE = Op(
    "transpose",
    "rows and columns exchanged",
    1,
    _transpose_shape,
    lambda node, a: np.swapaxes(a, -1, -2),
    Notation("transpose"),
    vjp=lambda node, g, i: apply("transpose", g),
    operands=lambda shapes, result: (result[::-1] if shapes[0] is None and result else shapes[0],),
    products=_transposed,
    trials=(Trial(((2, 3),)),),
    rules=("rearranged, transposed back",),
)
OUTER = Op(
    "outer",
    "outer product of two vectors",
    2,
    _outer_shape,
    lambda node, u, v: u[..., :, None] * v[..., None, :],
    Notation("outer"),
    vjp=_outer_vjp,
    operands=lambda shapes, result: shapes,
    total=_outer_total,
    products=_outer_products,
    trials=(Trial(((3,), (2,))),),
    rules=("linear in the first, times the second", "linear in the second, times the first"),
)

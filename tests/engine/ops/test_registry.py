"""The table of ops: found by walking the package, each once, unknown names answered with the nearest."""

import pytest

from engine.errors import ChainruleError
from engine.expression import Value
from engine.ops import ShapeError, apply, find_op, ops

X = Value("x", None, (3,))


def test_ops_are_found_in_their_files():
    assert {"add", "mul", "matmul", "outer", "tanh", "tanh_prime", "half_sse", "flatten", "sum"} <= set(ops())
    assert all(name == op.name for name, op in ops().items())


def test_every_op_says_what_it_is():
    assert all(op.summary and "\n" not in op.summary for op in ops().values())


def test_an_unknown_op_is_answered_with_the_nearest():
    with pytest.raises(ChainruleError, match=r"no op is called 'sigmod'; did you mean 'sigmoid'\?"):
        find_op("sigmod")
    with pytest.raises(ChainruleError, match=r"no op is called 'qqqq'$"):
        find_op("qqqq")


def test_an_op_needs_shapes():
    with pytest.raises(ShapeError, match="not known yet"):
        apply("tanh", Value("x"))


@pytest.mark.parametrize(
    ("op", "shapes", "attributes", "message"),
    [
        ("add", ((3,), (2,)), {}, r"shapes \(2,\) and \(3,\)|shapes \(3,\) and \(2,\)|do not fit"),
        ("mul", ((3, 2), (3,)), {}, "do not fit element by element"),
        (
            "matmul",
            ((3, 2), (3,)),
            {},
            r"columns of the left to be the rows of the right, met shapes \(3, 2\) and \(3,\)",
        ),
        ("matmul", ((), (3,)), {}, "multiplies matrices and vectors"),
        ("transpose", ((3,),), {}, "turns a matrix"),
        ("outer", ((3, 2), (3,)), {}, "two vectors"),
        ("sum", ((3, 2),), {"axis": 2}, "axis must be 0 to 1"),
        ("expand", ((3,),), {}, "needs the length"),
        ("expand", ((3,),), {"length": 2, "axis": 5}, "axis must be 0 to 1"),
        ("reshape", ((3, 2),), {"shape": (5,)}, "keeps the number of entries"),
        ("element", ((),), {"position": 0}, "from a vector or a matrix"),
        ("half_sse", ((3,), (2,)), {}, "arrays of one shape"),
    ],
)
def test_operands_that_do_not_fit(op, shapes, attributes, message):
    """The message names the shapes that met."""
    with pytest.raises(ShapeError, match=message):
        apply(op, *(Value(f"q{number}", None, shape) for number, shape in enumerate(shapes)), **attributes)


def test_numbers_fit_everything_and_biases_fit_last_axes():
    assert apply("mul", Value("a", None, ()), X).shape == (3,)
    assert apply("add", Value("image", None, (4, 5, 3)), X).shape == (4, 5, 3)

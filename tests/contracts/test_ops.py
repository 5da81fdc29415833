"""What every op keeps: its shape rule, its derivative against differences, leading axes, the kind of its numbers."""

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.evaluation import Surroundings, evaluate
from engine.expression import Adjoint, Apply, Expression, Number, Offset, Value
from engine.ops import Op, Trial, apply, ops

Array = np.ndarray[Any, Any]
STEP = 1e-6

CASES = [(op, number, trial) for op in ops().values() for number, trial in enumerate(op.trials)]
TRIALS = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES]
DIFFERENTIABLE = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if op.vjp]
SEPARATE = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if not op.mixes]
SEPARATE_SLOPES = [
    pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if op.vjp and not op.mixes
]
MIXING = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if op.mixes]
STATING = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if op.products]
SUMMING = [pytest.param(op, trial, id=f"{op.name}-{number}") for op, number, trial in CASES if op.total]


def node_of(op: Op, trial: Trial) -> Apply:
    """The op applied to named operands q0, q1, … of the trial's shapes."""
    operands = [Value(f"q{number}", None, shape) for number, shape in enumerate(trial.shapes)]
    return apply(op.name, *operands, **trial.attributes)


def draw(trial: Trial, lead: tuple[int, ...] = (), seed: int = 0) -> dict[str, Array]:
    """Numbers for the operands, all with the same leading axes."""
    generator = np.random.default_rng(seed)
    return {
        f"q{number}": generator.uniform(trial.low, trial.high, lead + shape)
        for number, shape in enumerate(trial.shapes)
    }


def around(values: dict[str, Array], adjoint: Array | None = None) -> Surroundings:
    """Surroundings without time that hold these arrays; the adjoint of the result is called r."""
    kind = next(iter(values.values())).dtype
    return Surroundings(values, {} if adjoint is None else {"r": adjoint}, {}, None, 1, kind)


def slope_error(op: Op, node: Apply, values: dict[str, Array], seed: int = 1) -> float:
    """How far the op's derivative is from central differences along a random direction, for the worst operand."""
    generator = np.random.default_rng(seed)
    g = generator.uniform(-1, 1, np.shape(evaluate(node, around(values))))
    worst = 0.0
    for number, operand in enumerate(node.arguments):
        if not isinstance(operand, Value):
            continue
        direction = generator.uniform(-1, 1, values[operand.name].shape)
        ends = [
            float(
                np.sum(
                    g * evaluate(node, around({**values, operand.name: values[operand.name] + sign * STEP * direction}))
                )
            )
            for sign in (1, -1)
        ]
        numeric = (ends[0] - ends[1]) / (2 * STEP)
        assert op.vjp is not None
        sent = op.vjp(node, Adjoint("r", None, node.shape), number)
        if sent is None:
            derived = 0.0
        else:
            assert sent.shape == operand.shape, (
                f"{op.name} sends shape {sent.shape} to an operand of shape {operand.shape}"
            )
            derived = float(np.sum(evaluate(sent, around(values, g)) * direction))
        worst = max(worst, abs(derived - numeric) / max(1.0, abs(numeric)))
    return worst


def test_every_op_is_tried():
    """An op without trials escapes this contract; powers, whose exponent is a number in the tree, are tried below."""
    assert [op.name for op in ops().values() if not op.trials] == ["power"]


@pytest.mark.parametrize(("op", "trial"), TRIALS)
def test_the_result_has_the_shape_the_rule_says(op, trial):
    node = node_of(op, trial)
    assert np.shape(evaluate(node, around(draw(trial)))) == node.shape


@pytest.mark.parametrize(("op", "trial"), TRIALS)
def test_numbers_stay_of_their_kind(op, trial):
    """A run in float32 computes in float32 throughout."""
    values = {name: array.astype(np.float32) for name, array in draw(trial).items()}
    assert np.asarray(evaluate(node_of(op, trial), around(values))).dtype == np.float32


@pytest.mark.parametrize(("op", "trial"), DIFFERENTIABLE)
def test_derivatives_agree_with_differences(op, trial):
    assert slope_error(op, node_of(op, trial), draw(trial)) < 1e-7


@pytest.mark.parametrize(("op", "trial"), DIFFERENTIABLE)
def test_a_wrong_derivative_is_found(op, trial):
    """The check above has teeth: a derivative wrong by a tenth fails it."""
    node = node_of(op, trial)
    right = op.vjp

    def wrong(applied: Apply, g: Expression, number: int) -> Expression | None:
        sent = right(applied, g, number)
        return None if sent is None else apply("mul", Number(1.1), sent)

    nothing_flows = all(right(node, Adjoint("r", None, node.shape), i) is None for i in range(len(node.arguments)))
    if not nothing_flows:
        assert slope_error(replace(op, vjp=wrong), node, draw(trial)) > 1e-4


@pytest.mark.parametrize(("op", "trial"), SEPARATE)
def test_leading_axes_change_no_number(op, trial):
    """With axes of moments and examples in front of some operands, or all, each entry is what it is alone."""
    node, lead = node_of(op, trial), (3, 2)
    full = draw(trial, lead)
    for size in range(1, len(node.arguments) + 1):
        for leading in itertools.combinations(full, size):
            values = {name: array if name in leading else array[0, 0] for name, array in full.items()}
            together = evaluate(node, around(values))
            assert together.shape == (*lead, *(node.shape or ()))
            for place in np.ndindex(lead):
                alone = evaluate(
                    node, around({name: array[place] if name in leading else array for name, array in values.items()})
                )
                np.testing.assert_allclose(together[place], alone, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize(("op", "trial"), SEPARATE_SLOPES)
def test_leading_axes_change_no_derivative(op, trial):
    """What flows back for each moment and example is what flows back for it alone."""
    node, lead = node_of(op, trial), (3, 2)
    full = draw(trial, lead)
    g = np.random.default_rng(2).uniform(-1, 1, lead + (node.shape or ()))
    for number in range(len(node.arguments)):
        sent = op.vjp(node, Adjoint("r", None, node.shape), number)
        if sent is None:
            continue
        together = np.broadcast_to(evaluate(sent, around(full, g)), lead + trial.shapes[number])
        for place in np.ndindex(lead):
            alone = evaluate(sent, around({name: array[place] for name, array in full.items()}, g[place]))
            np.testing.assert_allclose(together[place], alone, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize(("op", "trial"), MIXING)
def test_an_op_that_mixes_examples_keeps_moments_apart(op, trial):
    """Its derivative over a whole mini-batch agrees with differences, and each moment has its own."""
    node, lead = node_of(op, trial), (3, 4)
    full = draw(trial, lead)
    assert slope_error(op, node, draw(trial, (4,))) < 1e-7
    together = evaluate(node, around(full))
    assert together.shape == (*lead, *(node.shape or ()))
    for moment in range(lead[0]):
        alone = evaluate(node, around({name: array[moment] for name, array in full.items()}))
        np.testing.assert_allclose(together[moment], alone, rtol=1e-14, atol=1e-14)
    changed = {name: array.copy() for name, array in full.items()}
    next(iter(changed.values()))[0, 1] += 1.0
    assert np.any(evaluate(node, around(changed))[0, 0] != together[0, 0])


@pytest.mark.parametrize(("op", "trial"), SUMMING)
def test_totals_agree_with_sums(op, trial):
    """An op that sums over moments and examples without building every term gives the sum of the terms."""
    node, lead = node_of(op, trial), (3, 2)
    full = draw(trial, lead)
    for leading in (tuple(full), *((name,) for name in full)):
        arrays = [array if name in leading else array[0, 0] for name, array in full.items()]
        found = op.total(node, *arrays)
        np.testing.assert_allclose(found, op.forward(node, *arrays).sum(axis=(0, 1)), rtol=1e-13, atol=1e-13)


PRIMES = [op for op in ops().values() if op.name.endswith("_prime")]


@pytest.mark.parametrize("op", PRIMES, ids=[op.name for op in PRIMES])
def test_a_function_written_with_a_prime_is_the_slope(op):
    function = ops()[op.name.removesuffix("_prime")]
    for trial in op.trials:
        x = draw(trial)["q0"]
        node = node_of(function, trial)
        ends = [evaluate(node, around({"q0": x + sign * STEP})) for sign in (1, -1)]
        np.testing.assert_allclose(
            evaluate(node_of(op, trial), around({"q0": x})), (ends[0] - ends[1]) / (2 * STEP), atol=1e-8
        )


def test_the_sign_is_the_slope_of_the_absolute_value():
    x = {"q0": np.array([-2.0, -0.5, 0.0, 0.5, 2.0])}
    node = apply("sign", Value("q0", None, (5,)))
    assert evaluate(node, around(x)).tolist() == [-1, -1, 0, 1, 1]
    vjp = ops()["abs"].vjp
    assert vjp is not None
    flow = vjp(apply("abs", Value("q0", None, (5,))), Adjoint("r", None, (5,)), 0)
    assert flow is not None
    assert evaluate(flow, around(x, np.ones(5))).tolist() == [-1, -1, 0, 1, 1]


@pytest.mark.parametrize("exponent", [1.0, 2.0, 3.0, 8.0, 9.0, -1.0, -2.5, 0.5])
def test_powers_agree_with_differences(exponent):
    """Whole exponents and others; the bases are positive."""
    node = apply("power", Value("q0", None, (3,)), Number(exponent))
    values = {"q0": np.random.default_rng(3).uniform(0.5, 1.5, 3)}
    np.testing.assert_allclose(evaluate(node, around(values)), values["q0"] ** exponent, rtol=1e-14)
    assert slope_error(ops()["power"], node, values) < 1e-7


def test_derivatives_of_derivatives_are_refused():
    """Ops that stand for derivatives have none of their own, so that a text cannot call them."""
    for op in ops().values():
        if op.vjp is None:
            assert not op.callable, op.name


def test_positions_are_offsets():
    """An entry of a parameter is addressed by a number that may depend on a tap index."""
    node = apply("element", Value("q0", None, (4,)), position=Offset(-1, (("m", 1),)))
    surroundings = replace(around({"q0": np.arange(4.0)}), indices={"m": 3})
    assert evaluate(node, surroundings) == 2.0


@pytest.mark.parametrize(("op", "trial"), STATING)
def test_what_an_entry_is_made_of(op, trial):
    """The products an op states for an entry add up to that entry, over all entries."""
    node, values = node_of(op, trial), draw(trial)
    whole = evaluate(node, around(values))
    for unit in np.ndindex(node.shape):
        stated = [
            math.prod(float(evaluate(part, around(values))[place]) for part, place in product)
            for product in op.products(node, unit)
        ]
        assert sum(stated) == pytest.approx(float(whole[unit]), rel=1e-12, abs=1e-14)


def test_what_is_a_sum_of_products_says_so():
    """No op that adds, multiplies or rearranges entries leaves a number without its origin."""
    silent = {"call", "sum", "negative", "quotient", "fraction", "power", "template", "element", "place", "root"}
    left = [op.name for op in ops().values() if op.products is None and op.notation.kind not in silent]
    assert left == ["first_maximum"]


@pytest.mark.parametrize("op", ops().values(), ids=lambda op: op.name)
def test_what_is_differentiated_says_by_which_rule(op: Op) -> None:
    """A derivation names the rule of every op on its way; what cannot be differentiated has none."""
    assert bool(op.rules) == bool(op.vjp)
    assert all(rule == rule.strip() and not rule.endswith(".") for rule in op.rules)
    if op.rules:
        assert op.rule(0) == op.rules[0]
        assert op.rule(len(op.rules) + 3) == op.rules[-1]

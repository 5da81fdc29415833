"""Every value, adjoint and gradient of the papers' networks agrees with float64 automatic differentiation."""

from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.exchange.networks import network_text
from engine.expression import Address, Apply, walk
from engine.trace import Trace
from tests.golden.cases import CASES, Case, read

Array = np.ndarray[Any, Any]
EXACT = 1e-12


@cache
def case_of(name: str) -> Case:
    """Each case is read once."""
    return CASES[name]()


@cache
def trace_of(name: str) -> Trace:
    """Each case runs once in float64."""
    return case_of(name).run()


def assert_close(found: Array, wanted: object, what: str, tolerance: float = EXACT) -> None:
    """Compare relative to the largest entry; a field that is zero must be zero to the tolerance."""
    expected = np.asarray(wanted, dtype=float).reshape(found.shape)
    error = np.max(np.abs(found - expected), initial=0.0)
    scale = np.max(np.abs(expected), initial=0.0) or 1.0
    assert error <= tolerance * scale, f"{what}: off by {error / scale:.2e} of the largest entry"


def only_example(trace: Trace, array: Array) -> Array:
    """Without the axis of examples where the case has one example."""
    if trace.moments is not None:
        return array[:, 0]
    return array[0] if trace.examples == 1 else array


def address_of(case: Case, equation: str, op: str) -> Address:
    """Where the one call of an op stands in an equation."""
    expression = next(found.expression for found in case.network.equations if found.name == equation)
    (address,) = [address for address, part in walk(expression) if isinstance(part, Apply) and part.op == op]
    return address


def value_inside(case: Case, trace: Trace, equation: str, address: Address) -> Array:
    """The value of a sub-expression that has no name."""
    expression = next(found.expression for found in case.network.equations if found.name == equation)
    part = dict(walk(expression))[address]
    return trace.evaluate(part)


@pytest.mark.parametrize("name", CASES)
def test_no_number_of_the_file_is_left_out(name):
    """Each value, adjoint and gradient in the file is compared by one of the tests below."""
    case = case_of(name)
    compared = {*case.names, *case.inside, *case.initial}
    assert set(case.data["forward"]) <= compared
    assert set(case.data["adjoints"]) <= compared
    assert set(case.gradients) == {quantity.name for quantity in case.network.having("parameter")}


@pytest.mark.parametrize("name", CASES)
def test_values(name):
    """The forward pass gives the reference values, those of unnamed sub-expressions included."""
    case, trace = case_of(name), trace_of(name)
    for theirs, wanted in case.data["forward"].items():
        if theirs in case.inside:
            equation, op = case.inside[theirs]
            found = value_inside(case, trace, equation, address_of(case, equation, op))
        else:
            found = trace.value(case.names[theirs])
        assert_close(only_example(trace, found), wanted, f"{name}: value of {theirs}")


@pytest.mark.parametrize("name", CASES)
def test_adjoints(name):
    """The backward pass gives the reference adjoints, those of unnamed sub-expressions included."""
    case, trace = case_of(name), trace_of(name)
    for theirs, wanted in case.data["adjoints"].items():
        if theirs in case.initial:
            continue
        if theirs in case.inside:
            equation, op = case.inside[theirs]
            inner = trace.program.derivatives.inner[equation, address_of(case, equation, op)]
            found = trace.evaluate(inner)
        else:
            found = trace.adjoint(case.names[theirs])
        assert_close(only_example(trace, found), wanted, f"{name}: adjoint of {theirs}")


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("scalar_graph",)])
def test_gradients(name):
    """The parameters' adjoints are the reference gradients."""
    case, trace = case_of(name), trace_of(name)
    for ours, wanted in case.gradients.items():
        assert trace.adjoint(ours).shape == case.network.quantities[ours].shape
        assert_close(trace.adjoint(ours), wanted, f"{name}: gradient of {ours}")


@pytest.mark.parametrize("name", [name for name in CASES if name != "scalar_graph"])
def test_costs(name):
    """The objective sums to the reference cost."""
    case, trace = case_of(name), trace_of(name)
    assert abs(trace.loss - case.data["loss"][case.loss]) <= EXACT * abs(trace.loss)
    if "E_t" in case.data["loss"]:
        assert_close(trace.value("E")[:, 0], case.data["loss"]["E_t"], f"{name}: cost of each moment")


@pytest.mark.parametrize(
    "name", [name for name in CASES if name not in ("mlp", "one_gate", "rnn_mtap", "scalar_graph")]
)
def test_adjoints_before_the_first_moment(name):
    """What flows back to the value before the first moment, where every quantity is zero, is the reference adjoint.

    The language has no name for those values; the flows that come from one moment later, read there, add up to it.
    """
    case, trace = case_of(name), trace_of(name)
    assert case.initial
    for theirs, ours in case.initial.items():
        flows = [flow for flow in trace.program.adjoints[ours].flows if flow.delay.constant == 1]
        total = sum(trace.evaluate(flow.expression, moment=-1)[0] for flow in flows)
        assert_close(np.asarray(total), case.data["adjoints"][theirs], f"{name}: adjoint of {theirs}")


@pytest.mark.parametrize("name", CASES)
def test_single_precision(name):
    """In float32 the same numbers come out to 1e-5, and nothing is computed in another kind."""
    case, exact, single = case_of(name), trace_of(name), case_of(name).run("float32")
    for ours in exact.values:
        assert single.value(ours).dtype == np.float32, ours
        assert_close(single.value(ours), exact.value(ours), f"{case.name}: float32 value of {ours}", 1e-5)
    for ours in exact.adjoints:
        assert single.adjoint(ours).dtype == np.float32, ours
        assert_close(single.adjoint(ours), exact.adjoint(ours), f"{case.name}: float32 adjoint of {ours}", 1e-5)


def test_partial_and_total_adjoints_differ_where_the_graph_branches():
    """In problem 6.2 the adjoint of x holds both paths, and its two flows are the two partial products."""
    trace, data = trace_of("scalar_graph"), read("scalar_graph")
    assert_close(trace.adjoint("x"), data["derivatives"]["dyhat_dx_printed"], "dy/dx by the formula of the problem")
    for example, partial in enumerate(data["derivatives"]["dh1_dx_partial"]):
        flows = {flow.source: float(flow.array) for flow in trace.flows("x", example=example)}
        h1 = data["adjoints"]["h1"][example]
        h0 = data["adjoints"]["h0"][example]
        assert flows["h1"] == pytest.approx(partial * h1, rel=EXACT)
        assert flows["h0"] == pytest.approx(data["derivatives"]["dh0_dx"][example] * h0, rel=EXACT)
    inner = engine.parse(network_text("scalar_graph").rpartition("\n" + "y = ")[0])  # h1 as the objective
    total = engine.run(inner.program, inputs={"x": data["inputs"]["x"]}, parameters={}).adjoint("x")
    assert_close(total, data["derivatives"]["dh1_dx_total"], "dh1/dx over both paths")


@pytest.mark.parametrize("name", [name for name in CASES if "aliases" in read(name)])
def test_adjoints_have_the_names_of_the_paper(name):
    """δ and ε are the adjoints that the file says they are, under the names that the text gives them."""
    case = case_of(name)
    for alias, place in read(name)["aliases"].items():
        assert case.network.adjoint_name(case.names[place.removeprefix("adjoints.")]) == alias


@pytest.mark.parametrize("name", CASES)
def test_values_before_the_first_moment_are_zero(name):
    """The language knows no other start; a file with another would need it."""
    case = case_of(name)
    for theirs in case.initial:
        assert not np.any(read(name)["inputs"][theirs])


@pytest.mark.parametrize("chosen", read("counter")["parameter_sets"])
def test_counter(chosen):
    """With whole inputs and weights the counter computes without any rounding, for right and for misprinted weights."""
    data = read("counter")
    network = engine.load("counter")
    for sequence, run in zip(data["sequences"], data["runs"][chosen], strict=True):
        trace = engine.run(network.program, inputs={"x": sequence}, parameters=data["parameter_sets"][chosen])
        for name in "ifogch":
            assert trace.value(name)[:, 0].tolist() == run[name], f"{chosen}: {name} of {sequence}"


def test_counter_counts_with_the_weights_in_its_text():
    """The built-in weights are a correct set: at each 0 the output tells how many inputs were 1 or more."""
    data = read("counter")
    network = engine.load("counter")
    for sequence, target in zip(data["sequences"], data["targets"], strict=True):
        trace = engine.run(network.program, inputs={"x": sequence}, parameters=network.initialise())
        assert trace.value("h")[:, 0].tolist() == target

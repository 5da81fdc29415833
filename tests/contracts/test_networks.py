"""What every built-in network keeps: it runs at any length and batch, and its flows and adjoints are consistent."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.expression import NOW, Adjoint, Expression, Reference, Value, references
from engine.notation.lines import line_latex, line_text
from engine.trace import Trace
from tests.contracts.drawing_inputs import LARGEST, draw_inputs, draw_parameters, one_example, small

Array = np.ndarray[Any, Any]
NAMES = engine.network_names()
LENGTHS = [(1, 1), (1, 3), (7, 1), (7, 3)]

CONTRACT = {
    "lstm_peephole": "x d a_iota b_iota a_phi b_phi a_c s a_omega b_omega b_c a_k y E "
    "W_x_iota W_h_iota p_iota theta_iota W_x_phi "
    "W_h_phi p_phi theta_phi W_x_omega W_h_omega p_omega theta_omega W_x_c W_h_c theta_c W_k theta_k",
    "lstm": "x d z_i i z_f f z_o o z_g g c h E W_xi W_hi b_i W_xf W_hf b_f W_xo W_ho b_o W_xg W_hg b_g",
    "rnn": "x d a_h b_h a_k y E W_x W_h theta_h W_k theta_k",
    "gru": "x d z_r r z_u u z_n n h a_k y E W_xr W_hr b_r W_xu W_hu b_u W_xn W_hn b_n W_k theta_k",
    "mlp": "x d a1 b1 a2 b2 a3 b3 a_k y E W1 theta1 W2 theta2 W3 theta3 W_k theta_k",
    "one_gate": "x d c z_o o h E w_c u_c b_c w_o u_o b_o",
    "rnn_mtap": "x d xi h E w",
    "scalar_graph": "x h0 h1 y",
    "counter": "x a_i i a_f f a_o o a_c g c h w_i u_i b_i w_f u_f b_f w_o u_o b_o w_c u_c b_c",
}
SHAPES: dict[str, dict[str, tuple[int, ...]]] = {
    "lstm_peephole": {
        "x": (2,),
        "d": (2,),
        "a_iota": (3,),
        "a_c": (3, 2),
        "s": (3, 2),
        "b_c": (3, 2),
        "b_omega": (3,),
        "y": (2,),
        "W_x_iota": (3, 2),
        "W_h_iota": (3, 6),
        "p_phi": (3, 2),
        "theta_omega": (3,),
        "W_x_c": (6, 2),
        "W_h_c": (6, 6),
        "theta_c": (6,),
        "W_k": (2, 6),
        "theta_k": (2,),
        "E": (),
    },
    "lstm": {"x": (2,), "d": (3,), "c": (3,), "W_xi": (3, 2), "W_hg": (3, 3), "b_o": (3,)},
    "rnn": {"W_x": (3, 2), "W_h": (3, 3), "theta_h": (3,), "W_k": (2, 3)},
    "gru": {"W_xn": (3, 2), "W_hn": (3, 3), "b_u": (3,), "W_k": (2, 3)},
    "mlp": {"W1": (3, 2), "W2": (4, 3), "W3": (2, 4), "W_k": (2, 2), "theta3": (2,)},
    "one_gate": dict.fromkeys(["x", "d", "c", "z_o", "o", "h", "w_c", "u_c", "b_c", "w_o", "u_o", "b_o"], (3,)),
    "rnn_mtap": {"x": (), "w": (3,), "h": ()},
    "scalar_graph": {"x": (), "y": ()},
    "counter": {"x": (), "w_i": (), "h": ()},
}


@cache
def network_of(name: str) -> engine.DerivedNetwork:
    """Each network is read once."""
    return small(name)


@cache
def trace_of(name: str, moments: int = 7, examples: int = 3, seed: int = 0) -> Trace:
    """A run with random numbers."""
    network = network_of(name)
    return engine.run(
        network.program,
        inputs=draw_inputs(network, moments=moments, examples=examples, seed=seed),
        parameters=draw_parameters(network, seed),
    )


def test_the_promised_networks_are_there():
    assert set(CONTRACT) <= set(NAMES)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_promised_names_and_shapes(name):
    """Outside programs address quantities by these names."""
    quantities = network_of(name).quantities
    assert set(CONTRACT[name].split()) == set(quantities)
    for quantity, shape in SHAPES[name].items():
        assert quantities[quantity].shape == shape, quantity


def test_first_sizes():
    """Sizes that are not asked for have the promised defaults."""
    assert engine.load("one_gate").sizes == {"H": 1}
    assert engine.load("lstm_peephole").sizes["C"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name):
    """One sentence names what the network is and where it comes from; its paragraphs have headings."""
    network = network_of(name)
    assert network.title.endswith(".") and "\n" not in network.title
    assert len(network.title) <= 140
    if len(network.equations) > 3:
        assert all(equation.gate for equation in network.equations)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_can_be_written(name):
    """No line is written empty or raises, as text and as LaTeX, with t and with a number in its place."""
    network = network_of(name)
    for line in network.program.lines:
        for written in (
            line_text(line, network),
            line_latex(line, network),
            line_text(line, network, moment=3),
            line_latex(line, network, moment=3),
        ):
            left, _, right = written.partition(" = ")
            assert left and right
            assert written.count("(") == written.count(")") and written.count("{") == written.count("}")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("moments", "examples"), LENGTHS)
def test_it_runs_at_any_length_and_batch(name, moments, examples):
    """Every value and adjoint is there, finite, read-only, and has the promised shape."""
    network = network_of(name)
    trace = trace_of(name, moments, examples)
    for role, arrays in (("value", trace.values), ("adjoint", trace.adjoints)):
        for quantity, array in arrays.items():
            known = network.quantities[quantity]
            lead = (moments, examples) if known.timed else () if known.role == "parameter" else (examples,)
            assert array.shape == lead + known.shape, f"{role} of {quantity}"
            assert array.dtype == np.float64
            assert np.isfinite(array).all(), f"{role} of {quantity}"
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
    assert set(trace.values) == set(network.quantities)
    for quantity in trace.adjoints:
        assert trace.adjoint(quantity).shape == trace.value(quantity).shape


@pytest.mark.parametrize("name", NAMES)
def test_asking_for_what_is_not_there_is_answered(name):
    with pytest.raises(ChainruleError, match="no quantity is called 'nothing'"):
        trace_of(name).value("nothing")


def assert_flows_sum(trace: Trace) -> None:
    """The flows of every adjoint, at every moment and for every example, sum to it."""
    network = trace.program.network
    for name, adjoint in trace.adjoints.items():
        known = network.quantities[name]
        scale = max(1.0, float(np.max(np.abs(adjoint), initial=0)))
        examples = range(trace.examples) if known.role != "parameter" else range(1)
        for moment in range(trace.moments or 0) if known.timed else (None,):
            for example in examples:
                place = (
                    adjoint
                    if known.role == "parameter"
                    else adjoint[example]
                    if moment is None
                    else adjoint[moment, example]
                )
                total = sum(flow.array for flow in trace.flows(name, moment, example))
                assert np.max(np.abs(total - place), initial=0) <= 1e-12 * scale, (
                    f"{name} at {moment}, example {example}"
                )


@pytest.mark.parametrize("name", NAMES)
def test_flows_sum_to_the_adjoint(name):
    assert_flows_sum(trace_of(name))


@pytest.mark.parametrize("name", [name for name in NAMES if not network_of(name).program.mixes])
def test_a_batch_is_its_examples(name):
    """A batch of three gives what three runs of one give; gradients of parameters add up."""
    network, batch = network_of(name), trace_of(name)
    inputs = draw_inputs(network, moments=7, examples=3)
    singles = [
        engine.run(network.program, inputs=one_example(network, inputs, example), parameters=draw_parameters(network))
        for example in range(3)
    ]
    for kind in ("values", "adjoints"):
        for quantity, array in getattr(batch, kind).items():
            known = network.quantities[quantity]
            parts = [getattr(single, kind)[quantity] for single in singles]
            if known.role == "parameter":
                together = sum(parts) if kind == "adjoints" else parts[0]
            else:
                together = np.concatenate(parts, axis=1 if known.timed else 0)
            np.testing.assert_allclose(array, together, rtol=1e-11, atol=1e-13, err_msg=f"{kind} of {quantity}")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_run_gives_the_same_bits(name):
    network = network_of(name)
    again = engine.run(
        network.program, inputs=draw_inputs(network, moments=7, examples=3), parameters=draw_parameters(network)
    )
    first = trace_of(name)
    for kind in ("values", "adjoints"):
        for quantity, array in getattr(first, kind).items():
            assert array.tobytes() == getattr(again, kind)[quantity].tobytes(), f"{kind} of {quantity}"
    for quantity, array in network.initialise(5).items():
        assert array.tobytes() == network.initialise(5)[quantity].tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_run_leaves_its_inputs_alone(name):
    """What was given can be changed afterwards without changing the trace, and is not locked by it."""
    network = network_of(name)
    inputs, parameters = draw_inputs(network, moments=2, examples=1), draw_parameters(network)
    trace = engine.run(network.program, inputs=inputs, parameters=parameters)
    for quantity, array in (inputs | parameters).items():
        before = trace.value(quantity).copy()
        array[...] = 9.0
        assert np.array_equal(trace.value(quantity), before)


@pytest.mark.parametrize("name", [name for name in NAMES if engine.load(name).adjoint_rules])
def test_folded_and_plain_backward_equations_agree(name):
    """The equations as shown, with unnamed adjoints written out, give what those with every adjoint by name give."""
    network = network_of(name)
    program = network.program
    plain = replace(
        program, adjoints={key: replace(found, flows=found.plain) for key, found in program.adjoints.items()}
    )
    inputs, parameters = draw_inputs(network, moments=4, examples=2), draw_parameters(network)
    shown, named = (engine.run(each, inputs=inputs, parameters=parameters) for each in (program, plain))
    for quantity in shown.adjoints:
        np.testing.assert_allclose(shown.adjoint(quantity), named.adjoint(quantity), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_each_backward_line_reads_only_what_is_known(name):
    """Forward lines read values made before them, backward lines adjoints made before them or a moment later."""
    program = network_of(name).program
    made: set[str] = set()
    for line in program.section("forward"):
        reads = {part.name for part in _values(line.expression) if part.offset in (None, NOW)}
        assert reads <= made | {known.name for known in program.network.having("input", "target", "mask", "parameter")}
        made.add(line.name)
    known = {program.network.objective}
    for line in program.section("backward", "parameters", "inputs"):
        reads = {
            part.name for part in _adjoints(line.expression) if part.offset in (None, NOW) or line.section != "backward"
        }
        assert reads <= known | set(line.along), line_text(line, program.network)
        known |= {line.name, *line.along}


def _values(expression: Expression) -> list[Reference]:
    return [part for part in references(expression) if isinstance(part, Value)]


def _adjoints(expression: Expression) -> list[Reference]:
    return [part for part in references(expression) if isinstance(part, Adjoint)]


def test_small_networks_are_small():
    """The contract's other tests with differences stay quick."""
    assert all(network_of(name).parameter_count <= LARGEST or name == "cnn_planes" for name in NAMES)


def test_equation_24_as_printed_differs_in_its_output_gate_alone():
    """The variant of the peephole LSTM: one term reads the state of the moment before, and with it one flow moves."""
    right, printed = engine.load("lstm_peephole").text.split("\n"), engine.load("lstm_peephole_eq24").text.split("\n")
    changed = [(one, other) for one, other in zip(right[1:], printed[1:], strict=True) if one != other]
    assert [(one.replace("s[t], axis", "s[t-1], axis"), "a_omega[t]: H = " in one) for one, _ in changed] == [
        (changed[0][1], True)
    ]
    state = engine.load("lstm_peephole_eq24").program.adjoints["s"]
    assert {flow.source for flow in state.flows if flow.delay.constant == 1} == {"s", "a_iota", "a_phi", "a_omega"}

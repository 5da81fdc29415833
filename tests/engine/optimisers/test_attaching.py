"""An update ends a program: its lines, its order, what is shared, and the numbers against sums made by hand."""

from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import DataError
from engine.notation.latex import latex
from engine.notation.lines import line_text
from engine.optimisers.attaching import with_update
from engine.optimisers.following import following, learnt
from engine.optimisers.rule import parse_rules, rule_names

Array = np.ndarray[Any, Any]


def updated(text: str, name: str = "rnn", **sizes: int) -> tuple[engine.Program, engine.Trace]:
    """A run of a network that ends with an update."""
    network = engine.load(name, **sizes)
    program = with_update(network.program, parse_rules(text))
    generator = np.random.default_rng(5)
    inputs = {"x": generator.normal(size=(4, 2, 1)), "d": generator.uniform(0.1, 0.9, (4, 2, 1))}
    return program, engine.run(program, inputs=inputs, parameters=network.initialise(3))


def test_a_step_downhill():
    program, trace = updated("sgd eta=0.25", H=3)
    for name in ("W_x", "W_h", "theta_h", "W_k", "theta_k"):
        np.testing.assert_allclose(trace.value(f"{name}'"), trace.value(name) - 0.25 * trace.adjoint(name), rtol=1e-15)
    assert [line_text(line, program.network) for line in program.section("update")][:2] == [
        "W'_x = W_x − η ∂E/∂W_x",
        "W'_h = W_h − η ∂E/∂W_h",
    ]


def test_the_whole_gradient_is_clipped_before_the_weights_decay():
    _, trace = updated("clip_norm limit=0.01 + weight_decay decay=0.5 + sgd eta=1", H=3)
    names = ("W_x", "W_h", "theta_h", "W_k", "theta_k")
    norm = np.sqrt(sum((trace.adjoint(name) ** 2).sum() for name in names))
    assert norm > 0.01
    for name in names:
        weights = trace.value(name)
        wanted = weights - (trace.adjoint(name) * 0.01 / norm + 0.5 * weights)
        np.testing.assert_allclose(trace.value(f"{name}'"), wanted, rtol=1e-13)
    assert trace.value("clip_norm.length") == pytest.approx(norm, rel=1e-14)


def test_a_gradient_within_the_limit_is_left_as_it_is():
    _, clipped = updated("clip_norm limit=1e9 + clip_value limit=1e9 + sgd", H=3)
    _, plain = updated("sgd", H=3)
    for name in ("W_x", "W_h"):
        assert np.array_equal(clipped.value(f"{name}'"), plain.value(f"{name}'"))


def test_the_rate_decays_with_the_iterations():
    network = engine.load("rnn", H=2)
    program = with_update(network.program, parse_rules("rate_decay decay=0.5 + sgd eta=0.2"))
    inputs = {"x": np.ones((3, 1, 1)), "d": np.full((3, 1, 1), 0.5)}
    parameters: dict[str, Array] = network.initialise(0)
    carried: dict[str, Array] = {}
    rates = []
    for _ in range(4):
        trace = engine.run(program, inputs=inputs, parameters=parameters, carried=carried)
        rates.append(float(trace.value("rate_decay.eta_n")))
        parameters, carried = following(trace)
    np.testing.assert_allclose(rates, [0.2, 0.2 / 1.5, 0.2 / 2, 0.2 / 2.5])


def test_what_no_parameter_has_for_itself_is_computed_once():
    program, _ = updated("rate_halving + adam", H=2)
    names = [line.name for line in program.section("update")]
    assert names.count("adam.n'") == 1
    assert len(names) == len(set(names)) == 3 + 5 * 5
    first = names.index("W_x.m'")
    assert names[first : first + 5] == ["W_x.m'", "W_x.v'", "W_x.m_hat", "W_x.v_hat", "W_x'"]


def test_nesterov_keeps_the_weights_apart_from_where_the_gradient_is_taken():
    _, trace = updated("nag eta=0.1 gamma=0.5", H=2)
    step = 0.1 * trace.adjoint("W_h")
    np.testing.assert_allclose(learnt(trace)["W_h"], trace.value("W_h") - step, rtol=1e-15)
    np.testing.assert_allclose(following(trace)[0]["W_h"], trace.value("W_h") - step - 0.5 * step, rtol=1e-14)


@pytest.mark.parametrize("rules", rule_names(optimisers=True))
def test_every_line_can_be_read_and_written(rules):
    """Each update line, evaluated again over the trace, gives what was recorded, and has a form in LaTeX."""
    program, trace = updated(f"clip_norm + clip_value + weight_decay + {rules}", H=2)
    for line in program.section("update"):
        again = np.broadcast_to(trace.evaluate(line.expression), trace.value(line.name).shape)
        np.testing.assert_allclose(again, trace.value(line.name), rtol=1e-14)
        assert latex(line.expression, program.network)
        assert line.name in program.network.quantities


def test_parameters_that_nothing_depends_on_stay():
    network = engine.parse("x: input(2)\nW: parameter(2)\nV: parameter(2)\na = V * 0\nE = sum(W * x) + 0 * sum(a * 0)")
    program = with_update(network.program, parse_rules("sgd"))
    assert {line.name for line in program.section("update")} <= {"W'", "V'"}


def test_an_update_is_stepped_and_known_line_by_line():
    program, trace = updated("momentum", H=2)
    cursor = trace.cursor()
    start, stop = trace.schedule.phase_bounds("update")
    assert stop - start == len(program.section("update")) == 10
    cursor.until(lambda at: at.event is not None and at.event.phase == "update")
    assert not cursor.known("W_x.M'")
    assert cursor.known("W_x.M")
    cursor.forward()
    assert cursor.known("W_x.M'")
    assert not cursor.known("W_x'")
    cursor.over("gate")
    assert cursor.known("W_x'")
    assert not cursor.known("W_h.M'")


def test_a_decay_of_a_rate_that_there_is_not():
    with pytest.raises(DataError, match="rate_decay adjusts the learning rate eta, which adadelta has not"):
        with_update(engine.load("rnn").program, parse_rules("rate_decay + adadelta"))


def test_states_that_do_not_belong_are_refused():
    program, _ = updated("momentum", H=2)
    inputs = {"x": np.ones((2, 1, 1)), "d": np.ones((2, 1, 1))}
    parameters = engine.load("rnn", H=2).initialise(0)
    for carried, words in (
        ({"W_x.m": np.zeros((2, 1))}, "did you mean 'W_x.M'"),
        ({"W_x.M": np.zeros(3)}, r"needs shape \(2, 1\)"),
    ):
        with pytest.raises(DataError, match=words):
            engine.run(program, inputs=inputs, parameters=parameters, carried=carried)

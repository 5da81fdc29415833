"""The steps of a derivation: every one of every adjoint has the same numbers, and the last is the program's."""

import numpy as np
import pytest

import engine
from engine.derivation.steps import derivation
from engine.errors import ChainruleError
from engine.exchange.networks import network_names
from engine.exchange.opening import Opening, prepare
from engine.expression import NOW, Value, at_address
from engine.notation.plain import plain

TOLERANCE = 1e-12


@pytest.fixture(scope="module", params=network_names())
def run(request):
    """A built-in network's program and a trace of it."""
    prepared = prepare(Opening(request.param, seed=3))
    return prepared.program, prepared.run()


def test_every_step_has_the_numbers_of_the_adjoint(run):
    """Collected or rewritten, the sum is what the program computed; each term is the same before and after."""
    program, trace = run
    for name in program.adjoints:
        found, right = derivation(program, name), trace.adjoint(name)
        scale = max(1.0, float(np.abs(right).max()))

        def numbers(expression, shape=right.shape):
            return np.broadcast_to(trace.evaluate(expression), shape)

        for expression in (found.collected, *(step.expression for step in found.rewritings)):
            assert np.abs(numbers(expression) - right).max() <= TOLERANCE * scale, (
                name,
                plain(expression, program.network),
            )
        for term in found.terms:
            before, after, shown = (numbers(each) for each in (term.before, term.after, term.shown))
            assert np.abs(before - after).max() <= TOLERANCE * scale
            assert np.abs(shown - after).max() <= TOLERANCE * scale


def test_the_last_step_is_the_line_of_the_program(run):
    """Not only the same numbers: the very expression that runs."""
    program, _ = run
    for name in program.adjoints:
        found = derivation(program, name)
        assert found.result == program.adjoints[name].expression
        line = program.line_of.get((name, True))
        if found.line:
            assert line is not None
            assert (line.number, line.expression) == (found.line, found.result)
        else:
            assert line is None or line.name != name


def test_a_use_is_where_an_equation_reads_the_quantity(run):
    """The address leads to the quantity, the delay is how much later its equation stands, and every use has a rule."""
    program, _ = run
    for name in program.adjoints:
        for term in derivation(program, name).terms:
            read = at_address(term.use.equation.expression, term.use.address)
            assert isinstance(read, Value)
            assert read.name == name
            if read.offset is not None:
                assert term.use.delay == NOW.plus(read.offset, -1)
            assert all(local.rule or local.op in ("sum", "expand", "repeat") for local in term.locals)


def test_every_reading_is_a_use(run):
    """No reading in a forward equation on the way to the objective is left out, and none is counted twice."""
    program, _ = run
    for name in program.adjoints:
        places = [(use.equation.name, use.address) for use in derivation(program, name).uses]
        assert len(places) == len(set(places))


def test_the_state_of_the_lstm_has_the_five_terms_of_the_paper():
    """ε_s: through the output, the peephole of ω at t; the self loop and the peepholes of ι and φ at t + 1."""
    program = engine.load("lstm_peephole").program
    found = derivation(program, "s")
    assert [(use.equation.name, use.delay.constant) for use in found.uses] == [
        ("b_c", 0), ("a_omega", 0), ("s", 1), ("a_iota", 1), ("a_phi", 1),
    ]  # fmt: skip
    third = found.terms[2]
    assert plain(third.there, program.network) == "b_φ[t] ⊙ ε_s[t]"
    assert plain(third.after, program.network) == "b_φ[t+1] ⊙ ε_s[t+1]"
    assert third.rules == ("sum rule", "product rule, the other factors stay")
    assert found.rewritings == ()


def test_what_is_folded_and_what_cancels_is_said():
    """δ_ω has ε_c written in place of ∂E/∂b_ω; a sigmoid under its cross-entropy cancels in a step of its own."""
    folded = derivation(engine.load("lstm_peephole").program, "a_omega")
    assert len(folded.rewritings) == 1
    assert any(getattr(word, "name", "") == "b_omega" for word in folded.rewritings[0].why)
    cancelled = derivation(engine.load("cnn_small").program, "z4")
    assert len(cancelled.rewritings) == 2
    assert "cancels" in str(cancelled.rewritings[1].why)


def test_a_quantity_without_an_adjoint_is_refused():
    """The message names what has one."""
    with pytest.raises(ChainruleError, match="no adjoint is derived for 'nothing'; allowed are x, d, a_iota"):
        derivation(engine.load("lstm_peephole").program, "nothing")

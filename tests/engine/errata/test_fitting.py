"""Misprints that fit a network stand in the place of derived lines; the check catches and locates them."""

import numpy as np
import pytest

from engine.checking.check import check_trace
from engine.errata.fitting import substitution, substitutions, with_printed
from engine.errors import ChainruleError
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention


@pytest.fixture(scope="module")
def prepared():
    return prepare(Opening("lstm_peephole", sizes=(("H", 3), ("C", 2)), moments=6))


def test_only_what_can_be_read_in_the_network_is_offered(prepared):
    names = {found.entry.name for found in substitutions(prepared.program)}
    assert {"000:43", "000:53"} <= names
    assert all(found.entry.verdict == "misprint" for found in substitutions(prepared.program))
    assert substitutions(prepare(Opening("scalar_graph")).program) == ()


@pytest.mark.parametrize(("equation", "name"), [("000:43", "a_phi"), ("000:53", "s"), ("000:34", "b_phi")])
def test_the_first_wrong_adjoint_is_the_one_whose_equation_is_misprinted(prepared, equation, name):
    trace = prepared.run()
    found = substitution(prepared.program, equation)
    report = check_trace(with_printed(trace, found.formulas), most=16)
    assert not report.passed and found.names == (name,)
    assert report.first_failing.name == name
    assert check_trace(trace, most=4).passed


def test_the_misprinted_equation_53_is_right_where_the_network_reads_the_earlier_state():
    """Printed with δ_ω of t+1 it belongs to equation 24, in which the output gate sees the state before."""
    prepared = prepare(Opening("lstm_peephole_eq24", sizes=(("H", 3),), moments=6))
    found = substitution(prepared.program, "000:53")
    assert check_trace(with_printed(prepared.run(), found.formulas), most=16).passed


def test_corrected_formulas_give_what_was_derived(prepared):
    trace = prepared.run()
    entry = substitution(prepared.program, "000:43").entry
    trial = next(trial for trial in entry.trials if trial.kind == "recursion")
    made = with_printed(trace, trial.corrected)
    for name, array in made.adjoints.items():
        assert np.allclose(array, trace.adjoints[name], rtol=1e-10, atol=1e-14), name


def test_refusals(prepared):
    with pytest.raises(ChainruleError, match="does not stand for an adjoint"):
        substitution(prepared.program, "003:6.3 delta_c")
    altered = prepared.run((Intervention("b_phi", (1, 0, 0), 0.5),))
    with pytest.raises(ChainruleError, match="put by hand"):
        with_printed(altered, substitution(prepared.program, "000:43").formulas)

"""The difference of two runs: every number of one less that of the other, flows and expressions included."""

import numpy as np
import pytest

from engine.difference import difference, less
from engine.exchange.opening import Opening, prepare
from engine.language.watching import read_expression
from engine.run.intervention import Intervention


@pytest.fixture(scope="module")
def runs():
    """A memory block with a state put in by hand, and without."""
    made = prepare(Opening("lstm_peephole", sizes=(("H", 2),), moments=5))
    return made.run((Intervention("x", (1, 0, 0), 2.0),)), made.run()


def test_values_and_adjoints_are_those_of_one_run_less_those_of_the_other(runs):
    found = difference(*runs)
    for name in runs[0].values:
        np.testing.assert_array_equal(found.value(name), runs[0].value(name) - runs[1].value(name))
    assert not found.adjoint("s").flags.writeable and found.adjoint("s").any()


def test_an_expression_is_evaluated_in_both_runs(runs):
    found = difference(*runs)
    expression = read_expression("b_phi[t] * b_iota[t]", found.program.network)
    in_both = runs[0].evaluate(expression) - runs[1].evaluate(expression)
    np.testing.assert_array_equal(found.evaluate(expression), in_both)
    of_differences = found.value("b_phi") * found.value("b_iota")
    assert np.abs(in_both - of_differences).max() > 1e-3


def test_the_flows_of_the_difference_sum_to_it(runs):
    found = difference(*runs)
    for moment in range(5):
        flows = found.flows("s", moment)
        np.testing.assert_allclose(sum(flow.array for flow in flows), found.adjoint("s")[moment, 0], atol=1e-14)


def test_what_is_the_same_differs_by_nothing_even_where_it_is_no_number():
    ours = np.array([np.nan, np.inf, 1.0, np.inf])
    theirs = np.array([np.nan, np.inf, 3.0, 1.0])
    np.testing.assert_array_equal(less(ours, theirs), [0.0, 0.0, -2.0, np.inf])

"""Interventions: how they are written, what is refused, and that the run goes on from them."""

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError
from engine.run.intervention import Intervention, parse_intervention

NETWORK = engine.load("lstm_peephole", I=1, H=3)


def run(*interventions: Intervention) -> engine.Trace:
    generator = np.random.default_rng(0)
    inputs = {"x": generator.normal(size=(5, 2, 1)), "d": generator.uniform(size=(5, 2, 1))}
    return engine.run(NETWORK.program, inputs=inputs, parameters=NETWORK.initialise(), interventions=interventions)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("b_phi[3,0,2]=1.0", Intervention("b_phi", (3, 0, 2), 1.0)),
        (" s [ 0 , : , 1 , 0 ] = -2e-3 ", Intervention("s", (0, None, 1, 0), -0.002)),
        ("b_phi=0", Intervention("b_phi", (), 0.0)),
        ("W_k[0]=1", Intervention("W_k", (0,), 1.0)),
    ],
)
def test_written(text, wanted):
    assert parse_intervention(text, NETWORK) == wanted


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("b_phi", "write NAME"),
        ("b_phi[3]", "write NAME"),
        ("b_fi[3]=1", "no quantity is called 'b_fi'; did you mean 'b_phi'"),
        ("b_phi[x]=1", "indices are whole numbers"),
        ("b_phi[1.5]=1", "indices are whole numbers"),
        ("b_phi[1]=one", "the value is a number"),
        ("b_phi[1]=nan", "must be finite"),
        ("b_phi[1]=inf", "must be finite"),
    ],
)
def test_refused(text, message):
    with pytest.raises(ChainruleError, match=message):
        parse_intervention(text, NETWORK)


@pytest.mark.parametrize("index", [(5, 0, 0), (-1, 0, 0), (0, 2, 0), (0, 0, 3), (0, 0, 0, 0)])
def test_places_that_do_not_exist(index):
    with pytest.raises(ChainruleError, match=r"does not exist: the array has shape \(5, 2, 3\)"):
        run(Intervention("b_phi", index, 1.0))


def test_the_run_goes_on_from_it():
    """Only that unit, from that moment on, and only in that example."""
    free, held = run(), run(Intervention("b_phi", (2, 0, 1), 1.0))
    assert held.value("b_phi")[2, 0, 1] == 1.0
    assert held.altered == {"b_phi"} and not free.altered
    different = free.value("s") != held.value("s")
    assert not different[:2].any() and not different[:, 1].any()
    assert different[2, 0, 1] and different[3:, 0].all()
    assert not different[2, 0, 0] and not different[2, 0, 2]


def test_nothing_flows_back_through_what_was_replaced():
    """The gate's own net input no longer matters there; the gate's adjoint says what its value would do."""
    held = run(Intervention("b_phi", (2, 0, 1), 1.0))
    assert held.adjoint("a_phi")[2, 0, 1] == 0.0
    assert held.adjoint("b_phi")[2, 0, 1] != 0.0
    assert (held.adjoint("a_phi")[1:2] != 0).any() and held.adjoint("a_phi")[2, 0, 0] != 0.0


def test_a_value_that_was_there_already_keeps_the_numbers():
    """Putting in what was computed changes no value, but cuts the path."""
    free = run()
    held = run(Intervention("s", (2, 0, 1, 0), float(free.value("s")[2, 0, 1, 0])))
    for name in free.values:
        assert np.array_equal(free.value(name), held.value(name))
    assert held.adjoint("s")[2, 0, 1, 0] == pytest.approx(free.adjoint("s")[2, 0, 1, 0], rel=1e-13)
    assert held.adjoint("b_phi")[2, 0, 1] == 0.0


def test_the_last_of_several_holds():
    held = run(
        Intervention("b_phi", (), 0.25), Intervention("b_phi", (1,), 0.5), Intervention("b_phi", (1, 0, 0), 0.75)
    )
    assert held.value("b_phi")[0].tolist() == [[0.25] * 3] * 2
    assert held.value("b_phi")[1].tolist() == [[0.75, 0.5, 0.5], [0.5] * 3]


def test_whole_examples_and_units():
    held = run(Intervention("b_phi", (None, 1), 0.5), Intervention("b_iota", (None, None, 2), 0.0))
    assert (held.value("b_phi")[:, 1] == 0.5).all() and not (held.value("b_phi")[:, 0] == 0.5).any()
    assert (held.value("b_iota")[:, :, 2] == 0).all() and (held.value("b_iota")[:, :, :2] != 0).all()


def test_without_time():
    network = engine.load("mlp")
    inputs = {"x": np.ones((2, 3)), "d": np.zeros((2, 2))}
    held = engine.run(
        network.program, inputs=inputs, parameters=network.initialise(), interventions=[Intervention("b1", (1, 0), 1.0)]
    )
    assert held.value("b1")[1, 0] == 1.0 and held.value("b1")[0, 0] != 1.0
    assert held.adjoint("a1")[1, 0] == 0.0

"""Paths: their factors multiply to one term of the chain rule's sum over paths, whose terms sum to the number."""

from math import prod

import numpy as np
import pytest

import engine
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention
from engine.run.path import WIDTH, path_of, stretches
from engine.trace import Trace

SOURCES = ("lstm", "rnn", "gru", "adding_lstm", "adding_rnn", "occupancy", "planes_small", "conv_lesson", "spirals",
           "mlp_batch_norm", "rnn_mtap")  # fmt: skip
CHAIN = """
x[t]: input()
d[t]: target()
m[t]: input()
h[t] = w * h[t-1] + x[t]
E[t] = m[t] * half_sse(h[t], d[t])
"""
SMALL = """
x[t]: input(2)
d[t]: target(2)
h[t]: 2 = tanh(W @ x[t] + U @ h[t-1])
E[t] = half_sse(h[t], d[t])
"""


def traced(source: str) -> Trace:
    return prepare(Opening(source)).run()


def chain(moments: int = 12, w: float = 0.5, put: tuple[Intervention, ...] = ()) -> Trace:
    network = engine.parse(CHAIN)
    inputs = {
        "x": np.ones((moments, 1)),
        "d": np.zeros((moments, 1)),
        "m": np.eye(moments)[-1][:, None],
    }
    return engine.run(network.program, inputs=inputs, parameters={"w": w}, interventions=put)


@pytest.mark.parametrize("source", SOURCES)
def test_every_link_is_a_contribution_and_their_product_is_the_path(source):
    """Each factor times the adjoint it leads to is what the link sends; the products run from 1 at the loss."""
    trace = traced(source)
    known: dict = {}
    for name in trace.adjoints:
        quantity = trace.program.network.quantities[name]
        unit = tuple(length - 1 for length in quantity.shape)
        path = path_of(trace, name, moment=0 if quantity.timed else None, unit=unit, known=known)
        assert path.end == "loss", name
        upstream = [link.number for link in path.links[1:]]
        for link, above in zip(path.links, upstream, strict=False):
            np.testing.assert_allclose(link.contribution, link.factor * above, rtol=1e-9, atol=1e-300)
            if link.factors:
                np.testing.assert_allclose(abs(link.factor), abs(prod(part.number for part in link.factors)), rtol=1e-9)
            assert 0.0 <= link.share <= 1.0 + 1e-12
        if path.links:
            assert path.links[-1].to is None
            np.testing.assert_allclose(path.contribution, prod(link.factor for link in path.links), rtol=1e-12)


def test_a_network_with_one_way_only_is_explained_by_its_path():
    """The adjoint of the first state is w to the eleventh times what the loss sends, and the path says just that."""
    trace = chain()
    path = path_of(trace, "h", moment=0, unit=())
    assert path.explained == pytest.approx(1.0)
    assert path.contribution == pytest.approx(float(trace.adjoint("h")[0, 0]))
    first, last = stretches(path)
    assert (first.turns, first.period, last.turns) == (11, 1, 1)
    assert first.factor == pytest.approx(0.5**11)
    assert last.links[0].to is None


def test_all_paths_of_a_small_network_sum_to_the_number_and_the_largest_is_found():
    """Every way through two units and three moments, multiplied out by hand from the Jacobians."""
    network = engine.parse(SMALL)
    generator = np.random.default_rng(1)
    inputs = {"x": generator.normal(size=(3, 1, 2)), "d": generator.normal(size=(3, 1, 2))}
    weights = {"W": generator.normal(size=(2, 2)), "U": generator.normal(size=(2, 2))}
    trace = engine.run(network.program, inputs=inputs, parameters=weights)
    h, d = trace.value("h")[:, 0], inputs["d"][:, 0]
    slope = 1.0 - h**2
    ways: list[float] = []

    def walk(moment: int, unit: int, product: float) -> None:
        ways.append(product * (h[moment, unit] - d[moment, unit]))
        if moment < 2:
            for row in range(2):
                walk(moment + 1, row, product * weights["U"][row, unit] * slope[moment + 1, row])

    walk(0, 0, 1.0)
    path = path_of(trace, "h", moment=0, unit=(0,))
    assert WIDTH >= 2  # nothing is left out here
    assert sum(ways) == pytest.approx(path.number)
    assert path.contribution == pytest.approx(max(ways, key=abs))


def test_a_chain_of_two_lines_is_one_stretch_of_turns():
    """In a simple recurrent network pre-activation and activation follow each other, moment by moment."""
    path = path_of(traced("adding_rnn"), "a_h", moment=0, unit=(0,))
    longest = max(stretches(path), key=lambda stretch: stretch.turns)
    assert (longest.period, longest.turns) == (2, 27)
    assert longest.factor == pytest.approx(prod(longest.turn_factors))
    assert abs(longest.smallest.factor) == min(abs(link.factor) for link in longest.links)


def test_nothing_flows_back_through_a_value_that_was_put_in():
    """The only way to the loss leads through it: the path ends there and says why; later ones are as before."""
    trace = chain(put=(Intervention("h", (5,), 0.25),))
    cut, free = (path_of(trace, "h", moment=moment, unit=()) for moment in (0, 6))
    assert (cut.end, cut.contribution, cut.number) == ("put in", 0.0, 0.0)
    assert cut.links[-1].to is not None
    assert cut.links[-1].to.moment == 5
    assert free.end == "loss"
    assert free.explained == pytest.approx(1.0)


def test_what_is_not_finite_is_followed_to_where_it_began():
    """The chain leads through adjoints that are no numbers to the first moment of the backward pass that has one."""
    trace = chain(w=1e60)
    path = path_of(trace, "h", moment=0, unit=())
    assert not np.isfinite(path.number)
    assert path.explained is None
    assert len(path.links) == 12

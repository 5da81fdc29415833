"""Links: all contributions to an adjoint, which sum to it, each a factor times an adjoint of the trace."""

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.explanation import Source
from engine.run.links import links_of, number_at


@pytest.mark.parametrize("source", ["gru", "rnn_mtap", "lstm_peephole", "planes_small", "mlp_dropout", "reber"])
def test_the_contributions_of_every_adjoint_sum_to_it(source):
    """What opens a sum inside a factor, takes a term away or comes straight from the loss is in it once."""
    trace = prepare(Opening(source)).run()
    for name, array in trace.adjoints.items():
        quantity = trace.program.network.quantities[name]
        moment = (trace.moments or 1) // 2 if quantity.timed else None
        unit = tuple(length // 2 for length in quantity.shape)
        at = Source(name, True, moment, unit, 0)
        links = links_of(trace, at)
        total = sum(link.contribution for link in links)
        np.testing.assert_allclose(total, number_at(trace, at), rtol=1e-9, atol=1e-12 * np.abs(array).max())
        for link in links:
            above = 1.0 if link.to is None else number_at(trace, link.to)
            np.testing.assert_allclose(link.factor * above, link.contribution, rtol=1e-9, atol=1e-300)


def test_the_largest_contribution_comes_first_and_shares_sum_to_one():
    """Shares are of the sum of all magnitudes, as those of the explained terms are."""
    trace = prepare(Opening("lstm_peephole")).run()
    links = links_of(trace, Source("s", True, 3, (0, 0), 0))
    sizes = [abs(link.contribution) for link in links]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(link.share for link in links) == pytest.approx(1.0)

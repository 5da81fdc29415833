"""Consequences are explanations the other way round: what explains a number has it among its consequences, and back."""

from collections.abc import Iterator

import numpy as np
import pytest

import engine
from engine.exchange.opening import Opening, prepare
from engine.run.consequence import Consequence, reading_lines, uses_of
from engine.run.explanation import Explanation, Source, explain
from engine.trace import Trace

SOURCES = ("lstm_peephole", "rnn", "gru", "mlp", "cnn_small", "rnn_mtap", "mlp_batch_norm")
RECTIFIER = """
x: input(3)
d: target(2)
a: 3 = W @ x
b = relu(a)
y: 2 = V @ b
E = half_sse(y, d)
"""


def every_number(trace: Trace) -> Iterator[Source]:
    """One number of each value and adjoint that has a line, in the middle of time and of its array."""
    for line in trace.program.section("forward", "backward", "parameters", "inputs"):
        quantity = trace.program.network.quantities[line.name]
        moment = (trace.moments or 1) // 2 if quantity.timed else None
        yield Source(line.name, line.adjoint, moment, tuple(length // 2 for length in quantity.shape))


def parts(explanation: Explanation) -> Iterator[tuple[Source, float]]:
    """Every number that a product of the explanation has as a factor, with the products' sum."""
    found: dict[Source, float] = {}
    for term in explanation.terms:
        for product in term.products or ((term,) if term.factors else ()):
            for source in {part.source for part in product.factors if part.source is not None}:
                found[source] = found.get(source, 0.0) + product.number
    yield from found.items()


def consequence_of(trace: Trace, source: Source, target: Source) -> Consequence | None:
    uses = uses_of(trace, source, most=10_000)
    found = [one for use in uses for one in use.consequences if one.target == target]
    return found[0] if found else None


@pytest.mark.parametrize("name", SOURCES)
def test_what_explains_a_number_has_it_among_its_consequences(name):
    """With the same product; where it also stands inside a function of the same sum, that counts too."""
    trace = prepare(Opening(name)).run()
    seen = 0
    for target in every_number(trace):
        explanation = explain(trace, target.name, adjoint=target.adjoint, moment=target.moment, unit=target.unit)
        for source, number in list(parts(explanation))[:6]:
            batched = trace.program.network.quantities[source.name].batched
            if not batched or (source.moment is not None and not 0 <= source.moment < (trace.moments or 0)):
                continue
            if source.example != 0:
                continue
            found = consequence_of(trace, source, target)
            assert found is not None, (source, target)
            assert abs(found.number) >= abs(number) * (1.0 - 1e-9) or np.isclose(found.number, number)
            seen += 1
    assert seen > 5


def test_the_consequences_of_a_state_are_those_of_the_paper():
    """A state is read by its own next moment, the three peepholes and the cell output; backwards by their slopes."""
    trace = prepare(Opening("lstm_peephole")).run()
    uses = uses_of(trace, Source("s", False, 3, (2, 0)))
    forward = {(use.line.name, one.target.moment) for use in uses for one in use.consequences if not use.line.adjoint}
    assert forward == {("a_iota", 4), ("a_phi", 4), ("s", 4), ("a_omega", 3), ("b_c", 3)}
    own = next(one for use in uses for one in use.consequences if (use.line.name, use.line.adjoint) == ("s", False))
    expected = trace.value("b_phi")[4, 0, 2] * trace.value("s")[3, 0, 2, 0]
    assert own.number == pytest.approx(float(expected))
    assert 0.0 < own.share <= 1.0


def test_an_adjoint_feeds_the_weights_and_the_moment_before():
    """Their numbers are those of the outer product, and of the weights times it."""
    trace = prepare(Opening("rnn")).run()
    at = Source("a_h", True, 4, (1,))
    uses = {use.line.name: use for use in uses_of(trace, at, most=100)}
    delta = float(trace.adjoint("a_h")[4, 0, 1])
    for one in uses["W_h"].consequences:
        assert one.target.unit[0] == 1
        assert one.number == pytest.approx(delta * float(trace.value("b_h")[3, 0, one.target.unit[1]]))
    for one in uses["b_h"].consequences:
        assert one.target.moment == 3
        assert one.number == pytest.approx(delta * float(trace.value("W_h")[1, one.target.unit[0]]))


def test_the_rest_is_counted_and_summed():
    """With few told one by one, the others sum to what they bring all together."""
    trace = prepare(Opening("rnn")).run()
    at = Source("b_h", False, 2, (0,))
    few = next(use for use in uses_of(trace, at, most=1) if use.line.name == "a_h" and not use.line.adjoint)
    all_ = next(use for use in uses_of(trace, at, most=100) if use.line.name == "a_h" and not use.line.adjoint)
    assert few.others == len(all_.consequences) - 1
    rest = sum(one.number for one in all_.consequences) - few.consequences[0].number
    assert few.others_sum == pytest.approx(rest)


def test_a_rectifier_that_is_shut_is_still_read_by_its_slope():
    """Below zero neither value nor slope change for small changes, but both lines read the number."""
    network = engine.parse(RECTIFIER)
    inputs = {"x": -np.ones((1, 3)), "d": np.ones((1, 2))}
    trace = engine.run(network.program, inputs=inputs, parameters={"W": np.eye(3), "V": np.ones((2, 3))})
    uses = uses_of(trace, Source("a", False, None, (1,)))
    assert {(use.line.name, use.line.adjoint) for use in uses} == {("b", False), ("a", True)}
    assert all(use.others == 0 for use in uses)


def test_lines_are_found_without_computing():
    """The same lines as with numbers, for a number that every line has part in."""
    trace = prepare(Opening("lstm_peephole")).run()
    lines = [line.name for line in reading_lines(trace, "s", adjoint=False) if not line.adjoint]
    assert lines == ["a_iota", "a_phi", "s", "a_omega", "b_c"]

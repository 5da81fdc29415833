"""Flows: one for each use of a quantity, at the moment of that use, in an order a reader can follow."""

import numpy as np

import engine
from engine.derivation.flows import derive_flows, reaching
from engine.expression import NOW, Apply, Offset, at_address


def test_one_flow_for_each_use():
    """The state of the peephole LSTM is used in five places; what comes from later moments stands last."""
    network = engine.load("lstm_peephole")
    flows = derive_flows(network).flows["s"]
    assert [(flow.source, flow.delay) for flow in flows] == [
        ("b_c", NOW),
        ("a_omega", NOW),
        ("s", Offset(1)),
        ("a_iota", Offset(1)),
        ("a_phi", Offset(1)),
    ]


def test_a_flow_says_where_its_use_stands():
    network = engine.load("lstm_peephole")
    by_name = {equation.name: equation for equation in network.equations}
    for name, flows in network.program.derivatives.flows.items():
        for flow in flows:
            use = at_address(by_name[flow.source].expression, flow.address)
            assert getattr(use, "name", None) == name


def test_two_uses_in_one_equation_are_two_flows():
    """X * x sends twice x, in two flows."""
    network = engine.parse("x: input()\ny = x * x")
    flows = network.program.derivatives.flows["x"]
    assert [flow.address for flow in flows] == [(0,), (1,)]
    trace = engine.run(network.program, inputs={"x": [3.0]}, parameters={})
    assert [float(flow.array) for flow in trace.flows("x")] == [3.0, 3.0]
    assert trace.adjoint("x").tolist() == [6.0]


def test_what_the_objective_does_not_need_has_no_adjoint():
    network = engine.parse("x: input()\nunused = sin(x)\ny = x ** 2")
    assert reaching(network) == {"x", "y"}
    trace = engine.run(network.program, inputs={"x": [3.0]}, parameters={})
    assert "unused" in trace.values and "unused" not in trace.adjoints
    assert trace.adjoint("x").tolist() == [6.0]


def test_taps_send_back_from_every_later_moment():
    """h[t] is read by the next M - 1 moments; near the end fewer of them exist."""
    network = engine.load("rnn_mtap", M=4)
    generator = np.random.default_rng(0)
    trace = engine.run(
        network.program,
        inputs={"x": generator.normal(size=6), "d": generator.uniform(size=6)},
        parameters=network.initialise(),
    )
    xi, w = trace.adjoint("xi")[:, 0], trace.value("w")
    for t in range(6):
        tapped = next(flow for flow in trace.flows("h", t) if flow.source == "xi")
        assert np.isclose(tapped.array, sum(w[m - 1] * xi[t + m] for m in (1, 2, 3) if t + m < 6), rtol=1e-13)


def test_every_sub_expression_has_an_adjoint():
    """The adjoint of tanh(a_c) inside the state's equation is what its product with the input gate sends to it."""
    network = engine.load("lstm_peephole", H=2)
    state = next(equation for equation in network.equations if equation.name == "s")
    address = (1, 1)
    part = at_address(state.expression, address)
    assert isinstance(part, Apply) and part.op == "tanh"
    assert ("s", address) in network.program.derivatives.inner


def test_the_seed_is_not_written():
    """dE/dE = 1 is put in where it stands alone, and stays where the objective is read again."""
    plain = engine.parse("x: input()\ny = x ** 2")
    assert not plain.program.section("backward")
    again = engine.load("counter").program
    assert again.adjoints["h"].seeded and again.adjoints["h"].flows

"""The convolutional networks of paper 002 agree with float64 automatic differentiation, value by value."""

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.commands import main
from engine.evaluation import Surroundings, evaluate
from engine.exchange.networks import network_text
from engine.expression import Value
from engine.language.turning import turned_text
from engine.ops import apply
from tests.golden.cases import read

Array = np.ndarray[Any, Any]
EXACT = 1e-12
NAMES = {"C1": "C1", "P1": "P1", "C2": "C2", "P2": "P2", "v": "v", "Z1": "z1", "Z2": "z2", "X": "X"} | {
    "z3": "z3",
    "a3": "b3",
    "z4": "z4",
    "yhat": "y",
}
WEIGHTS = {"W1": "K1", "b1": "theta1", "W2": "K2", "b2": "theta2"} | {
    "W3": "W3",
    "b3": "theta3",
    "W4": "W4",
    "b4": "theta4",
}
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "cnn_small_colour": (),
    "cnn_small_colour_xcorr": (("conv(", "xcorr("),),
    "cnn_avg_pool": (
        ("maxpool(", "avgpool("),
        ("C1 = tanh(z1)", "C1 = relu(z1)"),
        ("C2 = tanh(z2)", "C2 = relu(z2)"),
        ("sigmoid(z4)", "softmax(z4)"),
        ("bce(", "cce("),
    ),
}


@cache
def trace_of(name: str, dtype: str = "float64") -> engine.Trace:
    """The run of a case: the text of `cnn_small`, changed where the case differs, at the sizes of the case."""
    data, text = read(name), network_text("cnn_small")
    for old, new in CHANGES[name]:
        assert old in text
        text = text.replace(old, new)
    sizes = data["sizes"]
    network = engine.parse(
        text,
        rows=sizes["Xa"],
        columns=sizes["Xb"],
        channels=sizes["Xc"],
        kernel_rows=sizes["Ka"],
        kernel_columns=sizes["Kb"],
        maps1=sizes["s1"],
        maps2=sizes["s2"],
        units=sizes["dense"],
        outputs=sizes["out"],
    )
    return engine.run(
        network.program,
        inputs={"X": np.array(data["inputs"]["X"]), "d": np.array(data["inputs"]["Y"])},
        parameters={ours: np.array(data["params"][theirs]) for theirs, ours in WEIGHTS.items()},
        dtype=dtype,
    )


def assert_close(found: Array, wanted: object, what: str, tolerance: float = EXACT) -> None:
    """Compare relative to the largest entry."""
    expected = np.asarray(wanted, float)
    assert found.shape == expected.shape, what
    error, scale = np.max(np.abs(found - expected)), np.max(np.abs(expected))
    assert error <= tolerance * scale, f"{what}: off by {error / scale:.2e} of the largest entry"


def test_the_switch_to_cross_correlation_gives_the_text_that_agrees():
    """What the program makes of `conv` where kernels shall stand is the text that is held against the numbers here."""
    text = network_text("cnn_small")
    assert turned_text(text, correlate=True) == text.replace("conv(", "xcorr(")
    assert trace_of("cnn_small_colour_xcorr").loss != trace_of("cnn_small_colour").loss


@pytest.mark.parametrize("name", CHANGES)
def test_values(name):
    """Every value of the forward pass, and the cost."""
    trace, data = trace_of(name), read(name)
    assert set(data["forward"]) <= set(NAMES)
    for theirs, wanted in data["forward"].items():
        assert_close(trace.value(NAMES[theirs])[0], wanted, f"value of {theirs}")
    assert trace.loss == pytest.approx(data["loss"]["E"], rel=EXACT)


@pytest.mark.parametrize("name", CHANGES)
def test_adjoints(name):
    """Every adjoint, those of the image and of what pooling routes back included."""
    trace, data = trace_of(name), read(name)
    assert set(data["adjoints"]) == set(NAMES)
    for theirs, wanted in data["adjoints"].items():
        assert_close(trace.adjoint(NAMES[theirs])[0], wanted, f"adjoint of {theirs}")


@pytest.mark.parametrize("name", CHANGES)
def test_gradients(name):
    """Kernels, biases and dense weights."""
    trace, data = trace_of(name), read(name)
    assert set(data["grads"]) == set(WEIGHTS)
    for theirs, wanted in data["grads"].items():
        assert_close(trace.adjoint(WEIGHTS[theirs]), wanted, f"gradient of {theirs}")


@pytest.mark.parametrize("name", ["cnn_small_colour", "cnn_small_colour_xcorr"])
def test_the_place_of_each_maximum(name):
    """Pooling keeps the place that the reference keeps: `argmax.P[i, j, N]` is a row and a column of the map."""
    trace, data = trace_of(name), read(name)
    for maps in ("1", "2"):
        before = trace.value(f"C{maps}")
        node = apply("first_maximum", Value("C", None, before.shape[1:]), size=2)
        kept = evaluate(node, Surroundings({"C": before}, {}, {}, None, 1, before.dtype))[0]
        wanted = np.zeros_like(kept)
        places = np.array(data["argmax"][f"P{maps}"])
        wanted[places[..., 0], places[..., 1], np.arange(places.shape[2])] = 1
        assert np.array_equal(kept, wanted)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("rate", ["0.0001", "0.01"])
def test_one_step_down_the_gradient(name, rate):
    """A step with the corrected sign lowers the cost to the reference's; with the sign as printed it rises."""
    trace, data = trace_of(name), read(name)
    for word, sign in (("corrected", -1), ("printed_sign", 1)):
        stepped = engine.run(
            trace.program,
            inputs={"X": trace.value("X"), "d": trace.value("d")},
            parameters={
                ours: trace.value(ours) + sign * float(rate) * trace.adjoint(ours) for ours in WEIGHTS.values()
            },
        )
        assert stepped.loss == pytest.approx(data["sgd"][f"E_after_sgd_{word}_eta{rate}"], rel=EXACT)
        assert (stepped.loss < trace.loss) == (sign < 0)


@pytest.mark.parametrize("name", CHANGES)
def test_single_precision(name):
    """In float32 the same numbers come out to 1e-4, and nothing is computed in another kind."""
    exact, single = trace_of(name), trace_of(name, "float32")
    for kind in ("values", "adjoints"):
        for ours, array in getattr(exact, kind).items():
            found = getattr(single, kind)[ours]
            assert found.dtype == np.float32
            assert_close(found, array, f"float32 {kind} of {ours}", 1e-4)


@pytest.mark.parametrize("name", ["cnn_small", "cnn_planes"])
def test_the_promised_names(name):
    """Outside programs address quantities by these names."""
    promised = "X d z1 C1 P1 z2 C2 P2 v z3 b3 z4 y E K1 theta1 K2 theta2 W3 theta3 W4 theta4"
    assert set(engine.load(name).quantities) == set(promised.split())


def test_the_large_network_has_the_parameters_of_the_table():
    """Table 5: 4,864 + 204,928 + 1,024,500 + 501."""
    network = engine.load("cnn_planes")
    counts = [
        sum(int(np.prod(network.quantities[name].shape)) for name in pair)
        for pair in (("K1", "theta1"), ("K2", "theta2"), ("W3", "theta3"), ("W4", "theta4"))
    ]
    assert counts == [4_864, 204_928, 1_024_500, 501]
    assert network.parameter_count == sum(counts) == 1_234_793
    shapes = {name: network.quantities[name].shape for name in ("z1", "P1", "z2", "P2", "v")}
    assert shapes == {"z1": (24, 24, 64), "P1": (12, 12, 64), "z2": (8, 8, 128), "P2": (4, 4, 128), "v": (2048,)}


def test_the_listing_counts_as_the_table_does(capsys):
    """`equations cnn_planes` shows the numbers of table 5 beside the layers, and their sum."""
    assert main(["equations", "cnn_planes"]) == 0
    listed = capsys.readouterr().out
    assert "\n  1,234,793 parameters\n" in listed
    counts = re.findall(r"^  ([a-z ]+): ([\d,]+) parameters$", listed, re.MULTILINE)
    assert counts == [
        ("first convolution", "4,864"),
        ("second convolution", "204,928"),
        ("dense layer", "1,024,500"),
        ("output", "501"),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_the_large_network_along_random_directions(seed):
    """Projected on random directions, the adjoints of parameters and images are the differences of the cost."""
    network, generator = engine.load("cnn_planes"), np.random.default_rng(seed)
    given = {
        "X": generator.uniform(0, 1, (2, 28, 28, 3)),
        "d": generator.uniform(0, 1, (2, 1)),
        **network.initialise(seed),
    }

    def run(values: dict[str, Array]) -> engine.Trace:
        inputs = {name: values[name] for name in ("X", "d")}
        return engine.run(network.program, inputs=inputs, parameters={name: values[name] for name in WEIGHTS.values()})

    trace, step = run(given), 1e-7
    for name in ("X", *WEIGHTS.values()):
        direction = generator.standard_normal(given[name].shape) / np.sqrt(given[name].size)
        ends = [run({**given, name: given[name] + sign * step * direction}).loss for sign in (1, -1)]
        derived = float(np.sum(trace.adjoint(name) * direction))
        scale = float(np.linalg.norm(trace.adjoint(name) * direction))
        assert abs((ends[0] - ends[1]) / (2 * step) - derived) < 1e-5 * max(scale, 1e-2), name

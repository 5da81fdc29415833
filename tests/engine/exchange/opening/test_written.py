"""A text in place of a network: on its source's data where they fit, else on seeded ones, and it says which."""

import numpy as np
import pytest

import engine
from engine.checking.check import check
from engine.errors import ChainruleError
from engine.exchange.courses import open_course
from engine.exchange.opening import Opening, prepare
from engine.exchange.recipes import opening_of, recipe_of, recorded_course
from engine.exchange.scenario import scenario_names
from engine.recording.reaching import reached
from engine.recording.recording import Recording
from tests.engine.recording.recordings import grown

UNIT = '''"""Minimal gated unit."""
sizes(I=2, H=4)
x[t]: input(I)
d[t]: target(H)

f[t] = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)
n[t] = tanh(W_n @ x[t] + U_n @ (f[t] * h[t-1]) + b_n)
h[t]: H = (1 - f[t]) * h[t-1] + f[t] * n[t]
E[t] = half_sse(h[t], d[t])
'''
OWN_OUTPUT = (
    UNIT.replace("target(H)", "target(K)")
    .replace("H=4)", "H=4, K=1)")
    .replace("E[t] = half_sse(h[t], d[t])", "y[t]: K = W_y @ h[t]\nE[t] = half_sse(y[t], d[t])")
)


def test_the_data_of_a_scenario_stay_and_the_sizes_are_those_of_the_text():
    """The size of the scenario for H would else be put over the one that was typed."""
    own, edited = prepare(Opening("occupancy")), prepare(Opening("occupancy", text=OWN_OUTPUT))
    assert np.array_equal(own.inputs["x"], edited.inputs["x"]) and np.array_equal(own.inputs["d"], edited.inputs["d"])
    assert edited.network.sizes == {"I": 1, "H": 4, "K": 1} and not edited.unfit
    assert "The data decide: I = 1, other than the text declares." in edited.story
    assert edited.title == f"{own.title}, edited"


@pytest.mark.parametrize("source", ["counting", "garments", "spirals", "xor", "planes_small"])
def test_where_they_do_not_fit_inputs_are_seeded_and_it_says_so(source):
    prepared = prepare(Opening(source, text=UNIT))
    assert prepared.network.sizes == {"I": 2, "H": 4}
    assert prepared.story == prepared.unfit and "Inputs and targets are seeded random numbers" in prepared.story
    assert f"The data of {source} do not fit the text: " in prepared.story
    assert open_course(Opening(source, text=UNIT)).goal is None, "the goal is one for the scenario's data"


@pytest.mark.parametrize("source", [*scenario_names(), "rnn", "mlp", "cnn_small"])
def test_any_text_runs_on_any_source(source):
    trace = prepare(Opening(source, text=OWN_OUTPUT)).run()
    assert np.isfinite(trace.loss)


def test_the_derived_adjoints_are_those_of_differences():
    prepared = prepare(Opening("rnn", text=UNIT, moments=4))
    assert check(prepared.program, prepared.inputs, prepared.parameters).passed


def test_a_wrong_text_is_refused_with_its_place():
    with pytest.raises(ChainruleError, match="line 8, column"):
        prepare(Opening("occupancy", text=UNIT.replace("* n[t]", "* m[t]")))


def test_a_source_that_cannot_be_opened_is_no_reason_for_seeded_numbers():
    for opening in (Opening("no_such_thing", text=UNIT), Opening("occupancy", text=UNIT, inputs=("no_column",))):
        with pytest.raises(ChainruleError, match=r"no_such_thing|no_column"):
            prepare(opening)


def test_a_text_in_place_of_a_table_s_network(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n" + "".join(f"{row % 7},{row % 5}\n" for row in range(60)))
    prepared = prepare(Opening(str(path), text=UNIT))
    assert prepared.inputs["x"].shape[-1] == 2 and prepared.network.sizes["H"] == 2 and not prepared.unfit


@pytest.mark.parametrize("source", ["occupancy", "counting", "rnn", "xor"])
def test_a_recording_holds_the_text_and_is_trained_on_bit_for_bit(tmp_path, source):
    opened = open_course(Opening(source, text=OWN_OUTPUT, moments=5 if source == "rnn" else None))
    with Recording.create(tmp_path / "run.chainrule", recipe_of(opened), opened.course) as recording:
        checkpoints = grown(recording, 2, course=opened.course)
    with Recording.open(tmp_path / "run.chainrule") as recording:
        assert opening_of(recording).text == OWN_OUTPUT
        assert reached(recorded_course(recording), recording, 1).digest == checkpoints[1].digest


def test_an_opening_without_text_is_what_it_was():
    assert Opening("lstm").network_or("lstm") == "lstm"
    assert prepare(Opening("lstm")).network.text == engine.load("lstm").text

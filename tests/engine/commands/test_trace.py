"""`trace`: it writes what the engine computes, tells sizes from the arrays, and refuses hostile files."""

import io
import pickle
import zipfile

import numpy as np
import pytest

import engine
from engine.commands import main
from engine.exchange.arrays import read_arrays, write_arrays
from engine.run.intervention import Intervention


@pytest.fixture
def arrays(tmp_path):
    """Inputs and parameters for a peephole LSTM with other sizes than declared, as arrays and as files."""
    network = engine.load("lstm_peephole", I=3, H=4, C=2, K=2)
    generator = np.random.default_rng(5)
    inputs = {"x": generator.normal(size=(6, 2, 3)), "d": generator.uniform(size=(6, 2, 2))}
    parameters = network.initialise(7)
    write_arrays(tmp_path / "in.npz", inputs)
    write_arrays(tmp_path / "p.safetensors", parameters)
    return network, inputs, parameters


def traced(tmp_path, *arguments):
    """What the command writes."""
    assert main(["trace", *arguments, "--out", str(tmp_path / "out.npz")]) == 0
    return read_arrays(tmp_path / "out.npz")


def refused(capsys, tmp_path, *arguments):
    """What the command says, in one line, when it refuses; nothing is written."""
    assert main(["trace", *arguments, "--out", str(tmp_path / "out.npz")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("chainrule: ")
    assert not (tmp_path / "out.npz").exists()
    return err


def test_the_file_holds_what_the_engine_computes(arrays, tmp_path, capsys):
    """Bit for bit, every value and every adjoint, and no other key; sizes are told from the files and said."""
    network, inputs, parameters = arrays
    found = traced(
        tmp_path, "lstm_peephole", "--inputs", str(tmp_path / "in.npz"), "--parameters", str(tmp_path / "p.safetensors")
    )
    trace = engine.run(network.program, inputs, parameters)
    assert set(found) == {f"value/{name}" for name in trace.values} | {f"adjoint/{name}" for name in trace.adjoints}
    for name in network.quantities:
        np.testing.assert_array_equal(found[f"value/{name}"], trace.value(name))
        np.testing.assert_array_equal(found[f"adjoint/{name}"], trace.adjoint(name))
    assert found["value/s"].shape == found["adjoint/s"].shape == (6, 2, 4, 2)
    assert found["adjoint/W_h_iota"].shape == (4, 8)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert "T=6, B=2" in out
    assert f"loss {trace.loss:.10g}" in out
    assert "sizes I=3 H=4 C=2 K=2 from the arrays" in out


def test_one_example_needs_no_axis_of_examples(arrays, tmp_path):
    """(T, …) is read as (T, 1, …)."""
    _, inputs, _ = arrays
    write_arrays(tmp_path / "one.npz", {name: array[:, 0] for name, array in inputs.items()})
    found = traced(tmp_path, "lstm_peephole", "--inputs", str(tmp_path / "one.npz"))
    assert found["value/x"].shape == (6, 1, 3)


def test_without_files_the_run_is_seeded(tmp_path):
    """The same seed gives the same file, another seed another; moments and examples can be chosen."""
    first, again = (traced(tmp_path, "gru", "--seed", "3", "--moments", "4", "--examples", "2") for _ in range(2))
    other = traced(tmp_path, "gru", "--seed", "4", "--moments", "4", "--examples", "2")
    assert first["value/h"].shape == (4, 2, 8)
    for key, array in first.items():
        np.testing.assert_array_equal(array, again[key])
    assert not np.array_equal(first["value/x"], other["value/x"])


def test_an_intervention_is_run_from(tmp_path):
    """The value put in stands in the file and later values follow it."""
    found = traced(tmp_path, "lstm_peephole", "--intervene", "b_phi[3,0,2]=1.0", "b_omega[5,0,:]=0")
    plain = traced(tmp_path, "lstm_peephole")
    assert found["value/b_phi"][3, 0, 2] == 1.0
    assert not found["value/b_omega"][5].any()
    np.testing.assert_array_equal(found["value/s"][:3], plain["value/s"][:3])
    network = engine.load("lstm_peephole")
    inputs = {name: plain[f"value/{name}"] for name in ("x", "d")}
    again = engine.run(
        network.program,
        inputs,
        network.initialise(0),
        interventions=[Intervention("b_phi", (3, 0, 2), 1.0), Intervention("b_omega", (5, 0, None), 0.0)],
    )
    np.testing.assert_array_equal(found["adjoint/s"], again.adjoint("s"))


def test_float32_is_computed_and_written(tmp_path):
    """All arrays have the kind that was asked for."""
    assert {array.dtype.name for array in traced(tmp_path, "mlp", "--dtype", "float32").values()} == {"float32"}


def test_numbers_beyond_all_bounds_are_run_and_told(tmp_path, capsys):
    """Infinite and undefined values are shown as such and written, without a warning."""
    x, d = np.full((3, 2, 1), np.inf), np.full((3, 2, 1), 1e300)
    x[:, 1], d[:, 1] = -np.inf, np.nan
    write_arrays(tmp_path / "in.npz", {"x": x, "d": d})
    found = traced(tmp_path, "lstm_peephole", "--inputs", str(tmp_path / "in.npz"))
    assert np.isinf(found["value/x"]).all()
    out, err = capsys.readouterr()
    assert ("loss nan" in out or "loss inf" in out, err) == (True, "")


def test_safetensors_can_be_written(tmp_path):
    """The suffix chooses the format."""
    assert main(["trace", "one_gate", "--out", str(tmp_path / "out.safetensors")]) == 0
    assert "adjoint/h" in read_arrays(tmp_path / "out.safetensors")


def test_sizes_that_contradict_a_file_name_the_option_that_fits(arrays, capsys, tmp_path):
    """Only the size that is wrong is named."""
    err = refused(capsys, tmp_path, "lstm_peephole", "--inputs", str(tmp_path / "in.npz"), "--size", "I=2", "H=5")
    assert "in.npz: input 'x' needs shape (T, B, 2)" in err
    assert err.endswith("met (6, 2, 3); --size I=3 would fit\n")


def test_parameters_that_contradict_each_other_are_named(arrays, capsys, tmp_path):
    """The first array tells the size, the one that does not fit is named with both shapes."""
    _, _, parameters = arrays
    write_arrays(tmp_path / "bad.npz", {**parameters, "theta_k": np.zeros(5)})
    err = refused(capsys, tmp_path, "lstm_peephole", "--parameters", str(tmp_path / "bad.npz"))
    assert "bad.npz: parameter 'theta_k' needs shape (2,), met (5,)" in err


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"x": np.zeros((4, 1))}, "input 'd' is missing (given: x)"),
        ({"x": np.zeros((4, 1)), "d": np.zeros((4, 1)), "dd": np.zeros(1)}, "input 'dd' is not one of this network"),
        ({"x": np.zeros((4, 1)), "d": np.zeros((3, 1))}, "input 'd' has 3 moments, another input has 4"),
        ({"x": np.zeros((0, 1)), "d": np.zeros((0, 1))}, "input 'x' is empty"),
        ({"x": np.zeros((4, 1, 0)), "d": np.zeros((4, 1, 1))}, "input 'x' needs shape (T, B, 1)"),
        ({"x": np.zeros(4), "d": np.zeros((4, 1))}, "input 'x' needs shape (T, B, 1)"),
        ({"x": np.zeros((1, 1, 1, 1)), "d": np.zeros((4, 1))}, "input 'x' needs shape (T, B, 1)"),
    ],
)
def test_inputs_that_do_not_fit_are_named(capsys, tmp_path, held, said):
    """File, array, what was met and what is needed."""
    write_arrays(tmp_path / "in.npz", held)
    assert f"in.npz: {said}" in refused(capsys, tmp_path, "lstm", "--inputs", str(tmp_path / "in.npz"), "--size", "H=1")


def hostile():
    """Files that are no inputs, by name."""
    pickled = io.BytesIO()
    np.savez(pickled, x=np.array([{}], dtype=object))
    escaping = io.BytesIO()
    with zipfile.ZipFile(escaping, "w") as archive:
        archive.writestr("../x.npy", b"\x93NUMPY")
    return {
        "empty.npz": b"",
        "text.npz": b"x = 1",
        "pickle.npz": pickle.dumps([1]),
        "objects.npz": pickled.getvalue(),
        "escaping.npz": escaping.getvalue(),
        "torn.npz": pickled.getvalue()[:40],
        "long.safetensors": b"\xff" * 8 + b"{}",
        "table.csv": b"1,2\n",
    }


@pytest.mark.parametrize("name", hostile())
@pytest.mark.parametrize("option", ["--inputs", "--parameters"])
def test_hostile_files_are_refused_by_name(capsys, tmp_path, name, option):
    """None is read as if it were sound, none makes a traceback."""
    (tmp_path / name).write_bytes(hostile()[name])
    assert name in refused(capsys, tmp_path, "lstm", option, str(tmp_path / name))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lstm", "--inputs", "/nowhere/in.npz"], "/nowhere/in.npz: no such file"),
        (["lstm", "--intervene", "ff[1]=2"], "no quantity is called 'ff'"),
        (["lstm", "--intervene", "f[40]=2"], "f[40] does not exist: the array has shape (12, 1, 8)"),
        (["lstm", "--intervene", "f"], "write NAME[t,example,unit]=NUMBER"),
        (["lstm", "--seed", "-1"], "seed is a whole number from 0"),
        (["lstm", "--moments", "0"], "moments is a whole number from 1"),
        (["mlp", "--moments", "5"], "--moments 5: mlp has no moments"),
        (["lstm", "--moments", "99999999999"], "values and as many adjoints; at most"),
        (["lstm", "--size", "H=12000"], "values and as many adjoints; at most"),
        (["lstm", "--size", "H=9999999"], "at most 200,000,000 are allowed"),
        (["lstm", "--size", "T=5"], "T is told by the inputs, or by --moments"),
        (["lstm", "--dtype", "float16"], "invalid choice: 'float16'"),
        (["lstm", "extra"], "unrecognized arguments: extra"),
    ],
)
def test_wrong_arguments_are_answered_in_one_line(capsys, tmp_path, arguments, said):
    """What was met and what is allowed, within moments."""
    assert said in refused(capsys, tmp_path, *arguments)


def test_moments_beside_a_file_are_refused(arrays, capsys, tmp_path):
    """The file tells how many there are."""
    err = refused(capsys, tmp_path, "lstm_peephole", "--inputs", str(tmp_path / "in.npz"), "--moments", "3")
    assert "--moments 3: counts for seeded inputs only" in err


@pytest.mark.parametrize("out", ["out.csv", "out", "missing/out.npz"])
def test_a_place_that_cannot_be_written_is_named(capsys, tmp_path, out):
    """A wrong suffix or folder is one line, and no file is left."""
    assert main(["trace", "mlp", "--out", str(tmp_path / out)]) == 2
    err = capsys.readouterr().err
    assert str(tmp_path / out) in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_every_intervention_is_told(tmp_path, capsys):
    """Those in inputs and parameters too."""
    traced(tmp_path, "rnn", "--intervene", "W_h[0,1]=2", "b_h[0,0,1]=1", "x[0]=0")
    assert "intervened in W_h, b_h, x" in capsys.readouterr().out


def test_a_typed_sequence(tmp_path, capsys):
    """Numbers on the command line take the place of seeded inputs; beside a file or a length they are refused."""
    assert "one example with a moment for each number" in refused(
        capsys, tmp_path, "counter", "--sequence", "1,0", "--moments", "3"
    )
    assert "place 2 is 'x'" in refused(capsys, tmp_path, "counter", "--sequence", "1,x")
    np.savez(tmp_path / "x.npz", x=np.zeros(3))
    assert "leave it out beside --inputs" in refused(
        capsys, tmp_path, "counter", "--sequence", "1,0", "--inputs", str(tmp_path / "x.npz")
    )
    found = traced(tmp_path, "counter", "--sequence", "3,0,1,2,0")
    assert found["value/x"][:, 0].tolist() == [3, 0, 1, 2, 0] and found["value/h"][:, 0].tolist() == [0, 1, 0, 0, 3]

"""`watch`: prints what a watch says of a run, and refuses what does not fit a line."""

import numpy as np
import pytest

import engine
from engine.commands import main
from engine.exchange.example_inputs import example_inputs


def printed(capsys, *arguments):
    assert main(["watch", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def test_one_row_a_moment(capsys):
    network = engine.load("lstm_peephole", H=2)
    inputs = example_inputs(network, 4, moments=3, examples=2)
    trace = engine.run(network.program, inputs, network.initialise(4))
    lines = printed(
        capsys, "lstm_peephole", "b_phi", "last(norm(eps_s)) > 0", "norm(d_W_k)", "--size", "H=2", "--seed", "4",
        "--moments", "3", "--examples", "2", "--example", "1",
    )  # fmt: skip
    assert lines[0] == f"norm(d_W_k) = {np.linalg.norm(trace.adjoint('W_k')):.6g}"
    assert lines[1].split() == ["t", "b_phi[0]", "b_phi[1]", "last(norm(eps_s))", ">", "0"]
    for moment, line in enumerate(lines[2:]):
        gates = [f"{one:.6g}" for one in trace.value("b_phi")[moment, 1]]
        assert line.split() == [str(moment + 1), *gates, "—" if moment == 2 else "yes"]
    assert len({len(line) for line in lines[1:]}) == 1


def test_a_network_without_time(capsys):
    network = engine.load("mlp")
    name = network.having("parameter")[0].name
    objective, *_ = printed(capsys, "mlp")
    assert objective.startswith(f"{network.objective} = ")
    (line,) = printed(capsys, "mlp", f"max({name})")
    assert line == f"max({name}) = {network.initialise(0)[name].max():.6g}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lstm_peephole", "nrom(s)"), "no op is called 'nrom'; did you mean 'norm'?"),
        (
            ("lstm_peephole", "s", "--size", "H=65"),
            "'s' has 65 numbers, at most 64 are printed; name entries, or norm(…)",
        ),
        (("lstm_peephole", "s", "--example", "1"), "--example 1: allowed are 0 to 0"),
    ],
)
def test_what_is_refused(capsys, arguments, said):
    assert main(["watch", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err

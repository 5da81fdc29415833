"""`check`: the table, its verdict and the exit status."""

from dataclasses import replace

import numpy as np
import pytest

from engine.checking.check import check
from engine.commands import main
from engine.exchange.arrays import write_arrays


def test_a_sound_network_passes(capsys):
    """Every quantity has a row, columns line up, the last line is the verdict."""
    assert main(["check", "lstm_peephole", "--size", "H=3", "C=2"]) == 0
    first, heading, *rows, verdict = capsys.readouterr().out.splitlines()
    assert first.startswith("lstm_peephole: seeded inputs (seed 0); seeded parameters (seed 0)")
    assert heading.split()[:4] == ["quantity", "error", "verdict", "checked"]
    names = [row.split()[0] for row in rows if row[heading.index("verdict") :].startswith("ok ")]
    assert {"W_x_c", "s", "b_phi", "x", "E"} <= set(names)
    assert verdict.startswith("passed: ")


def test_a_wrong_adjoint_fails(capsys, monkeypatch):
    """What the check finds wrong ends the program with 1."""

    def tampered(*arguments, **settings):
        report = check(*arguments, **settings)
        return replace(report, rows=(replace(report.rows[0], verdict="failed"), *report.rows[1:]))

    monkeypatch.setattr("engine.commands.check.check", tampered)
    assert main(["check", "mlp"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1].startswith("failed: 1 of ")


def test_agreement_about_nothing_is_none(capsys, tmp_path):
    """Where the objective is not finite nothing can be compared, and that is no success."""
    write_arrays(tmp_path / "in.npz", {"x": np.full((3, 1), np.nan), "d": np.full((3, 1), 0.5)})
    assert main(["check", "one_gate", "--inputs", str(tmp_path / "in.npz")]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("failed: ")


def test_hand_set_parameters_are_moved_off_their_kinks(capsys):
    """The counter's gates stand where a clipped ReLU has no derivative; near by it has one, and not all are 0."""
    assert main(["check", "counter"]) == 0
    out = capsys.readouterr().out
    row = next(row for row in out.splitlines() if row.startswith("w_c "))
    assert "numeric 0," not in row


def test_given_files_are_checked(capsys, tmp_path):
    """Inputs and parameters of the user are taken as they are, sizes told from them."""
    write_arrays(tmp_path / "in.npz", {"x": np.full((3, 2), 0.5), "d": np.full((3, 2), 0.25)})
    assert main(["check", "one_gate", "--inputs", str(tmp_path / "in.npz")]) == 0
    assert "one_gate: sizes H=2 from the arrays; seeded parameters" in capsys.readouterr().out


@pytest.mark.parametrize("tolerance", ["0", "-1", "nan", "inf", "1", "small"])
def test_a_tolerance_is_a_small_number(capsys, tolerance):
    """Anything else would make every check pass or fail."""
    assert main(["check", "mlp", f"--tolerance={tolerance}"]) == 2
    err = capsys.readouterr().err
    assert "a tolerance is a number between 0 and 1, such as 1e-6" in err
    assert err.count("\n") == 1

"""The command `render`, as a person types it: files, exit status, one line for every error, no display needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from explorer.__main__ import main
from explorer.figure.recipe import read_recipe

ROOT = Path(__file__).parents[3]
AT = "t=11,phase=backward,event=17,example=0,unit=3"


@pytest.fixture(autouse=True)
def _platform(monkeypatch, qtbot):
    """The command chooses the platform for its process; give the variable back."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def _alone(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own without any display."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "explorer", "render", *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("view", ["program", "window"])
def test_without_a_display_the_same_file_every_time_and_a_clean_end(tmp_path, view):
    """Ends with 0 (no crash on the way out) and says nothing on stderr; two processes write the same bytes."""
    for name in ("a.pdf", "b.pdf"):
        done = _alone("occupancy", "--view", view, "--at", AT, "--out", name, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"wrote {name}\n"
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_size_scale_and_theme_reach_the_file(tmp_path, capsys):
    out = tmp_path / "p.png"
    assert main(["render", "rnn", "--view", "program", "--size", "600x700", "--scale", "2", "--theme", "dark",
                 "--sizes", "H=3", "--select", "a_h", "--out", str(out)]) == 0  # fmt: skip
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (1200, 1400)
    made = read_recipe(out)
    assert (made["figure"]["theme"], made["opening"]["sizes"], made["selection"]["name"]) == ("dark", {"H": 3}, "a_h")


@pytest.mark.parametrize(("arguments", "words"), [
    (["nosuch", "--view", "program", "--out", "x.png"], "nosuch"),
    (["occupancy", "--view", "progam", "--out", "x.png"], "did you mean 'program'"),
    (["occupancy", "--view", "program", "--out", "x.gif"], "not offered"),
    (["occupancy", "--view", "program", "--out", "x"], "no suffix"),
    (["occupancy", "--view", "program", "--out", "x.png", "--at", "t=99"], "moments 1 to 24"),
    (["occupancy", "--view", "program", "--out", "x.png", "--at", "iteration=3"], "iteration=0"),
    (["occupancy", "--view", "program", "--out", "x.png", "--select", "q"], "--select"),
    (["occupancy", "--view", "program", "--out", "x.png", "--size", "H=3"], "--sizes"),
    (["occupancy", "--view", "program", "--out", "x.png", "--size", "5x5"], "40 to"),
    (["occupancy", "--view", "program", "--out", "x.png", "--sizes", "Q=3"], "'Q'"),
    (["occupancy", "--view", "program", "--out", "x.png", "--scale", "9"], "1 to 4"),
    (["occupancy", "--view", "program", "--out", "x.png", "--theme", "mauve"], "mauve"),
    (["occupancy", "--view", "program"], "--out"),
    (["occupancy", "--view", "window", "--out", "x.png", "--size", "200x200"], "at least"),
    (["occupancy", "--view", "window", "--out", "x.png", "--transparent"], "--transparent"),
    (["occupancy", "--view", "compare", "--out", "x.png", "--against", "lstm_peepole"], "did you mean"),
    (["occupancy", "--view", "compare", "--out", "x.png"], "cannot show"),
    (["occupancy", "--view", "program", "--out", "missing/x.png"], "missing/x.png")])  # fmt: skip
def test_every_error_is_one_line_and_status_2(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["render", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("chainrule: ") and captured.err.count("\n") == 1
    assert words in captured.err
    assert not list(tmp_path.iterdir())


def test_the_help_says_what_at_takes(capsys):
    assert main(["render", "--help"]) == 0
    said = capsys.readouterr().out
    assert "phase=forward|loss|backward|update|end" in said and "--sizes" in said


def test_another_run_stands_beside_this_one(tmp_path):
    """The recipe tells both; whose numbers are shown is chosen as with values that were put in."""
    out = tmp_path / "c.png"
    assert main(["render", "mlp", "--view", "compare", "--against", "seed 5", "--out", str(out)]) == 0
    assert read_recipe(out)["against"]["opening"]["seed"] == 5
    bytes_of = {}
    for contrast in ("after", "before"):
        assert main(["render", "mlp", "--view", "layers", "--against", "seed 5", "--at", "phase=end",
                     "--contrast", contrast, "--out", str(out)]) == 0  # fmt: skip
        bytes_of[contrast] = out.read_bytes()
    assert bytes_of["after"] != bytes_of["before"]


def test_the_check_is_made_before_its_figure_is_drawn(tmp_path):
    out = tmp_path / "c.svg"
    assert main(["render", "mlp", "--view", "check", "--out", str(out)]) == 0
    assert "Passed: all 19 adjoints agree" in out.read_text(encoding="utf-8")

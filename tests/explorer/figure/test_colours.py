"""A figure is drawn in the colours that are asked for, and says so in its recipe."""

from pathlib import Path

import pytest

from explorer.__main__ import main
from explorer.figure.recipe import read_recipe


@pytest.mark.parametrize("colours", ["tide", "harbour", "graphite"])
def test_render_takes_the_maps(tmp_path: Path, capsys, colours: str) -> None:
    """Each pair gives another picture, and the recipe names it."""
    asked, usual = tmp_path / "asked.png", tmp_path / "usual.png"
    common = ["render", "xor", "--view", "program", "--size", "600x500"]
    assert main([*common, "--colours", colours, "--out", str(asked)]) == 0
    assert main([*common, "--out", str(usual)]) == 0
    assert read_recipe(asked)["colours"] == colours
    assert (asked.read_bytes() == usual.read_bytes()) == (colours == "tide")

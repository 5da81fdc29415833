"""Recipes: what a figure holds is enough to make the same figure again, and nobody has to trust a file."""

import json
from dataclasses import replace

import pytest

from engine.errors import ChainruleError, DataError
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention
from explorer.figure.export import save_figure
from explorer.figure.page import compose
from explorer.figure.recipe import public_source, read_recipe, recipe, recipe_text
from explorer.figure.reopening import reopened
from explorer.figure.request import Figure
from explorer.scene import Scene
from explorer.state import Selection
from tests.explorer.figure.conftest import FAKE


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_figure_made_again_from_its_recipe_is_the_same_file(figure, suffix, tmp_path):
    """Opening fields, place, unit, example, selection and the look come back from every format."""
    changed = replace(
        figure.scene.state,
        interventions=(Intervention("b_phi", (3, None, 2), 0.5),),
        digits=3,
        folded=frozenset({"forward"}),
        blanks=(("s/2", "p_omega * δ_ω[t]"), ("s/1@0.4.3", "-0.5")),
        selection=Selection("s", True, 4, (1, 0)),
    )
    prepared = figure.scene.prepared
    figure = replace(figure, scene=Scene(changed, prepared, prepared.run(changed.interventions)))
    path = tmp_path / f"figure{suffix}"
    save_figure(figure, path)
    made = read_recipe(path)
    assert made["view"] == "fake"
    state = reopened(made)
    assert replace(state, theme=changed.theme) == changed
    again = prepare(state.opening)
    look = made["figure"]
    copy = Figure(
        FAKE,
        Scene(state, again, again.run(state.interventions)),
        width=look["width"],
        height=look["height"],
        scale=look["scale"],
        transparent=look["transparent"],
        caption=look["caption"],
        letter=look["letter"],
    )
    save_figure(copy, tmp_path / f"again{suffix}")
    assert (tmp_path / f"again{suffix}").read_bytes() == path.read_bytes()


def test_a_published_figure_does_not_tell_where_its_author_keeps_files(scene, tmp_path):
    opening = Opening(str(tmp_path / "secret" / "powers.csv"))
    made = recipe(replace(scene, state=replace(scene.state, opening=opening)), FAKE, theme="light")
    assert "secret" not in recipe_text(made)
    assert made["opening"]["source"] == "powers.csv"
    assert reopened(made, folder=tmp_path).opening.source == str(tmp_path / "powers.csv")


@pytest.mark.parametrize("correlate", [None, True, False])
def test_how_kernels_slide_is_kept(scene, correlate):
    """A recipe from before there was such a switch has no entry for it, and opens as the text says."""
    opening = Opening("conv_lesson", correlate=correlate)
    made = recipe(replace(scene, state=replace(scene.state, opening=opening)), FAKE, theme="light")
    assert reopened(json.loads(recipe_text(made))).opening.correlate is correlate
    del made["opening"]["correlate"]
    assert reopened(made).opening.correlate is None


def test_a_folder_is_named_even_where_it_was_opened_from_within(tmp_path, monkeypatch):
    (tmp_path / "animals").mkdir()
    monkeypatch.chdir(tmp_path / "animals")
    assert public_source(".") == "animals" == public_source(str(tmp_path / "animals") + "/")


def test_no_path_inside_a_recipe_is_followed(scene, tmp_path):
    made = recipe(scene, FAKE, theme="light")
    made["opening"]["source"] = "../../etc/passwd"
    assert reopened(made, folder=tmp_path).opening.source == str(tmp_path / "passwd")


def test_the_recipe_is_plain_json_in_ascii(scene):
    text = recipe_text(recipe(scene, FAKE, theme="light"))
    assert text.isascii() and json.loads(text) == recipe(scene, FAKE, theme="light")


@pytest.mark.parametrize(("name", "content"), [
    ("a.png", b"no picture"), ("a.svg", b"<svg><desc>{}</desc></svg>"), ("a.pdf", b"%PDF-1.4"), ("a.svg", b""),
    ("a.svg", b"<desc>" + b"[" * 5000 + b"</desc>"), ("a.svg", b'<desc>{"chainrule": 99}</desc>'), ("a.txt", b"x"),
    ("a.svg", b"<desc>[1]</desc>")])  # fmt: skip
def test_files_without_a_recipe_are_refused_by_name(name, content, tmp_path, qtbot):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=name):
        read_recipe(tmp_path / name)


@pytest.mark.parametrize("change", [
    {"place": 3}, {"place": {"position": -1, "part": 0}}, {"place": {"position": True, "part": 0}}, {"unit": "x"},
    {"opening": None}, {"interventions": [{"name": "s", "index": ["x"], "value": 1}]}, {"interventions": "s"},
    {"selection": {"name": 3, "adjoint": True}}, {"folded": [1]}, {"digits": 99}, {"figure": {"theme": "mauve"}},
    {"example": 10**30}, {"stage": "x" * 100_000}, {"grain": []}, {"digits": []},
    {"figure": {"theme": []}}])  # fmt: skip
def test_hostile_entries_are_refused_in_one_line(scene, change):
    made = {**recipe(scene, FAKE, theme="light"), **change}
    with pytest.raises(ChainruleError) as error:
        reopened(made)
    assert "\n" not in str(error.value)


def test_the_recipe_follows_the_figure(figure):
    assert compose(figure).recipe != compose(replace(figure, letter="b")).recipe

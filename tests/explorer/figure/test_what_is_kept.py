"""What is kept: every field of a state is in a figure, in a scenario and in a recording, or stands here as left out."""

import json
from dataclasses import fields, replace

import pytest

from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention, Span
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.figure.own_scenario import save_scenario, scenario_state
from explorer.figure.recipe import KEPT, recipe, recipe_text
from explorer.figure.reopening import reopened
from explorer.scene import Scene
from explorer.session import session_of, with_session
from explorer.state import Note, Run, Selection, State, Visit

CHANGE = Intervention("f", (Span(1, 3), 0, 1), 1.0)
OPENING = Opening(
    "lstm",
    sizes=(("H", 2),),
    seed=3,
    dtype="float32",
    moments=5,
    examples=2,
    threshold=-3.0,
    as_power=True,
    inputs=("a",),
    targets=("b",),
    network="gru",
    optimiser="adam",
    sequence=(1.0, 0.5),
    correlate=False,
    text="E = x",
    parameters="trained.npz",
)
STATE = State(
    OPENING,
    iteration=7,
    recording="run.chainrule",
    place=Place(17, 1),
    interventions=(CHANGE,),
    switched_off=frozenset({CHANGE}),
    against=Run(OPENING, (CHANGE,), 4, "run.chainrule"),
    contrast="difference",
    title="Gate held open",
    story="Watch c.",
    breakpoints=(Breakpoint("c", condition="c > 0.5"),),
    watches=("norm(h)",),
    notes=(Note("look", Place(3), Selection("c"), 1, 2),),
    blanks=(("c/1", "f"),),
    example=1,
    unit=1,
    selection=Selection("c", True, 2, (1,)),
    trail=(Visit(Place(3)),),
    ahead=(Visit(Place(4)),),
    grain="phase",
    stage="cell",
    folded=frozenset({"forward"}),
    theme="dark",
    colours="harbour",
    steady=True,
    desk=(1.25, 6),
    digits=3,
    zoom=1.5,
    preview=False,
    playing=True,
)
OF_THE_DESK = {"trail", "ahead", "theme", "steady", "desk", "zoom", "playing"}
"""Where one came from, and how it is shown to whoever sits there: left out of scenarios. A figure has its theme."""
NOT_OF_A_SESSION = OF_THE_DESK | {
    "opening", "iteration", "recording",  # the recording says so itself
    "place", "against", "contrast", "example", "unit", "selection",  # where one stands, and beside what
    "grain", "stage", "folded", "colours", "digits", "preview",  # how it is shown
}  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    """A scene of all that; the run under it is any."""
    made = prepare(Opening("lstm", sizes=(("H", 2),), moments=2))
    return Scene(STATE, made, made.run())


def lost(found: State) -> set[str]:
    """The fields that are not as they were."""
    return {field.name for field in fields(State) if getattr(found, field.name) != getattr(STATE, field.name)}


def test_a_new_field_is_asked_after_here():
    """Each differs from what it is at first: otherwise its loss would not be seen."""
    usual, first = State(Opening("mlp")), Opening("mlp")
    assert not [field.name for field in fields(State) if getattr(STATE, field.name) == getattr(usual, field.name)]
    assert not [field.name for field in fields(Opening) if getattr(OPENING, field.name) == getattr(first, field.name)]


def test_a_figure_opens_as_it_was_made(scene):
    made = json.loads(recipe_text(recipe(scene, None, theme="dark")))
    assert lost(reopened(made)) == OF_THE_DESK - {"theme"}


def test_a_scenario_opens_as_it_was_saved(scene, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = save_scenario(scene, "kept.scenario", title=STATE.title, story=STATE.story)
    assert lost(scenario_state(path)) == OF_THE_DESK


def test_a_recording_brings_back_what_a_person_made():
    kept = json.loads(json.dumps(session_of(STATE)))
    assert lost(with_session(State(Opening("mlp")), kept)) == NOT_OF_A_SESSION


def test_figures_from_before_there_were_such_fields_open(scene):
    """What is not there is as it is at first."""
    made, usual, first = recipe(scene, None, theme="dark"), State(Opening("mlp")), Opening("mlp")
    for name in (*KEPT, "against", "colours"):
        state = reopened({key: value for key, value in made.items() if key != name})
        assert state == replace(reopened(made), **{name: getattr(usual, name)})
    for name in ("threshold", "as_power", "optimiser", "sequence", "correlate", "text", "parameters"):
        opening = {key: value for key, value in made["opening"].items() if key != name}
        assert reopened({**made, "opening": opening}).opening == replace(OPENING, **{name: getattr(first, name)})


def test_the_files_of_the_run_that_is_compared_with_are_found_where_they_were(scene, tmp_path):
    """Also where the scenario lies elsewhere, and where the run itself is of another file."""
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    for folder in (there, elsewhere):
        folder.mkdir()
    for name in ("mine.net", "run.chainrule"):
        (there / name).touch()
    against = Run(Opening(str(there / "mine.net")), recording=str(there / "run.chainrule"))
    state = replace(STATE, opening=Opening("lstm"), recording="", against=against)
    path = save_scenario(replace(scene, state=state), elsewhere / "a.scenario", title="A", story="")
    assert scenario_state(path).against == against

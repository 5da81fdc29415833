"""Scenarios of one's own: one file brings back data, network, changes, notes and the place, wherever the files lie."""

import json
from dataclasses import replace

import pytest

from engine.errors import DataError
from engine.exchange.opening import Opening, prepare
from engine.exchange.own_scenarios import file_name, own_scenarios, own_title
from engine.exchange.user_folder import made_folder
from engine.run.intervention import Intervention, Span
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.figure.own_scenario import save_scenario, scenario_state
from explorer.scene import Scene
from explorer.state import Note, Run, State

NET = '"""Mine."""\nx: input(2)\ny: 2 = w * x\nE = sum(y * y)\n'


@pytest.fixture
def scene() -> Scene:
    made = prepare(Opening("lstm", sizes=(("H", 2),), moments=5))
    change = Intervention("f", (Span(1, 3), 0, 1), 1.0)
    state = State(
        made.opening,
        place=Place(17),
        interventions=(change,),
        switched_off=frozenset({change}),
        against=Run(Opening("lstm", seed=4)),
        breakpoints=(Breakpoint("c", condition="c > 0.5"),),
        watches=("norm(h)",),
        notes=(Note("look", Place(3)),),
    )
    return Scene(state, made, made.run())


def test_everything_that_was_made_comes_back(scene, tmp_path):
    path = save_scenario(scene, tmp_path / "gate", title="Gate held open", story="Watch c.")
    assert path.name == "gate.scenario" and own_title(path) == "Gate held open"
    found = scenario_state(path)
    wanted = replace(scene.state, title="Gate held open", story="Watch c.", theme=found.theme)
    assert found == wanted


def test_a_file_is_found_beside_the_scenario_else_where_it_was(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "other").mkdir()
    net = tmp_path / "work" / "mine.net"
    net.write_text(NET)
    made = prepare(Opening(str(net)))
    scene = Scene(State(made.opening), made, made.run())
    path = save_scenario(scene, tmp_path / "other" / "mine.scenario", title="Mine", story="")
    assert scenario_state(path).opening.source == str(net)
    beside = tmp_path / "other" / "mine.net"
    beside.write_text(NET)
    assert scenario_state(path).opening.source == str(beside)


def test_a_path_of_another_name_is_not_followed(scene, tmp_path):
    path = save_scenario(scene, tmp_path / "a.scenario", title="A", story="")
    made = json.loads(path.read_text())
    made["recipe"]["opening"]["source"] = "mine.net"
    made["paths"]["source"] = "/etc/passwd"
    path.write_text(json.dumps(made))
    assert scenario_state(path).opening.source == str(tmp_path / "mine.net")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no scenario"),
        ("[]", "holds no scenario"),
        ('{"scenario": 7}', "broken.scenario: scenario of version '7', allowed is 1"),
        ('{"scenario": 1}', "holds no scenario"),
        ('{"scenario": 1, "recipe": {}}', "broken.scenario: recipe: place"),
        ("[" * 100_000, "holds no scenario"),
    ],
)
def test_what_is_no_scenario_is_refused_in_words(tmp_path, text, words):
    path = tmp_path / "broken.scenario"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        scenario_state(path)


def test_scenarios_of_the_users_folder_are_known_by_name_and_title(scene):
    folder = made_folder("scenarios")
    save_scenario(scene, folder / file_name("Gate held open!"), title="Gate held open!", story="")
    (folder / "broken.scenario").write_text("{")
    found = own_scenarios()
    assert list(found) == ["broken", "gate_held_open"]
    assert own_title(found["gate_held_open"]) == "Gate held open!"
    assert own_title(found["broken"]).startswith("unreadable: ")
    assert file_name("Gate held open!") == "gate_held_open_1"
    assert file_name("occupancy") == "occupancy_1" and file_name("∂") == "scenario"

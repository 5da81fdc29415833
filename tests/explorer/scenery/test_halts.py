"""Breakpoints in a scene: their words and marks, beside which line they stand, and why the run halted."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exchange.opening import Opening, prepare
from engine.stepping.breakpoint import Breakpoint, changing
from engine.stepping.place import Place
from explorer.scene import Scene
from explorer.scenery.breaking import condition_words, hits_words, kind_of, refusal, symbols, title, words
from explorer.scenery.halts import at_lines, begin_moments, hits_in, is_stopped_at, logs_of, stops, why_halted
from explorer.state import State

LINE = Breakpoint("s", True)
OPEN = Breakpoint(condition="b_phi > 0.5")
JUMP = changing("b_c", False, (2, 0), 0.01)
LOG = Breakpoint("b_c", log="norm {norm(b_c)}")


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    return Scene(State(made.opening), made, made.run())


def having(scene: Scene, *breakpoints: Breakpoint, position: int = 0, part: int = 0, unit: int = 0) -> Scene:
    return replace(
        scene, state=replace(scene.state, breakpoints=breakpoints, place=Place(position, part), unit=unit)
    )  # fmt: skip


def test_each_kind_has_its_mark():
    kinds = [kind_of(one) for one in (LINE, OPEN, JUMP, LOG, replace(OPEN, enabled=False))]
    assert kinds == ["on", "condition", "change", "log", "off"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("abs(eps_s) <= 1e-6", "abs(ε_s) ≤ 1e-6"),
        ("d_b_phi[t+1] != 0", "∂E/∂b_φ[t+1] ≠ 0"),
        ("norm(d_W_h_iota) > 3", "norm(∂E/∂W_h_ι) > 3"),
        ("isnan(*)", "isnan(*)"),
    ],
)
def test_names_are_written_with_the_letters_of_the_papers(scene, text, written):
    assert symbols(scene.network, text) == written


def test_what_it_is_in_words(scene):
    assert title(scene, LINE) == f"line {scene.program.line_of['s', True].number}  ε_s"
    assert condition_words(scene.network, JUMP.condition) == "b_c[2, 0] changes by > 0.01"
    assert words(scene, replace(LINE, condition="b_phi > 0.5", hits="%3", enabled=False)).endswith(
        "ε_s, where b_φ > 0.5, every 3rd hit (off)"
    )
    assert [hits_words(text) for text in ("", ">=3", "=1", "%11", "%22")] == [
        "every hit", "from hit 3 on", "only hit 1", "every 11th hit", "every 22nd hit",
    ]  # fmt: skip


def test_a_condition_stands_beside_the_line_that_makes_the_last_it_reads(scene):
    late = Breakpoint(condition="b_phi * eps_s > 0")
    line_of = scene.program.line_of
    found = at_lines(having(scene, LINE, OPEN, late, Breakpoint(condition="isnan(*)")))
    assert found == {line_of["b_phi", False].number: (OPEN,), line_of["s", True].number: (LINE, late)}


def test_why_it_halted_names_the_first_unit_that_holds_and_its_moment(scene):
    numbers = scene.trace.value("b_phi")[:, 0]
    position = int(hits_in(having(scene, OPEN), OPEN)[0])
    there = having(scene, OPEN, position=position)
    moment = int(np.flatnonzero((numbers > 0.5).any(axis=1))[0])
    unit = int(np.flatnonzero(numbers[moment] > 0.5)[0])
    assert why_halted(there) == f"stopped: b_φ[{unit}] > 0.5 at t = {moment + 1}"
    for shown in range(3):
        halted = is_stopped_at(
            replace(there, state=replace(there.state, unit=shown)), "b_phi", adjoint=False, moment=moment
        )
        assert halted == bool(numbers[moment, shown] > 0.5)


def test_a_condition_on_one_unit_halts_for_no_other(scene):
    """`b_phi[2] > …` says nothing of unit 0, whatever number stands there."""
    one = Breakpoint(condition="b_phi[2] > 0.1")
    for breakpoint, name, told in ((one, "b_phi", 2), (JUMP, "b_c", 2)):
        there = having(scene, breakpoint, position=int(hits_in(having(scene, breakpoint), breakpoint)[0]))
        moment = stops(there)[0].moment
        for shown in range(3):
            of_it = replace(there, state=replace(there.state, unit=shown))
            assert is_stopped_at(of_it, name, adjoint=False, moment=moment) == (shown == told)


def test_before_a_line_it_halted_for_what_runs_next_and_inside_it_no_more(scene):
    position = int(hits_in(having(scene, LINE), LINE)[0])
    there = having(scene, LINE, position=position)
    assert why_halted(there) == f"stopped: {title(scene, LINE)} at t = 8"
    assert is_stopped_at(there, "s", adjoint=True, moment=7)
    assert not stops(having(scene, LINE, position=position, part=1))
    assert not stops(having(scene, replace(LINE, enabled=False), position=position))


def test_a_norm_is_of_no_unit(scene):
    norm = Breakpoint(condition="norm(b_phi) > 0.1")
    position = int(hits_in(having(scene, norm), norm)[0])
    assert why_halted(having(scene, norm, position=position)) == "stopped: norm(b_φ) > 0.1 at t = 1"


def test_the_axis_tells_where_conditions_begin_to_hold_and_lines_are_left_out(scene):
    rises = Breakpoint(condition="b_phi[t][0] > last(b_phi[t][0])")
    numbers = scene.trace.value("b_phi")[:, 0, 0]
    holds = np.concatenate(([False], numbers[1:] > numbers[:-1]))
    begins = np.flatnonzero(holds & ~np.concatenate(([False], holds[:-1])))
    found = begin_moments(having(scene, LINE, rises, LOG))
    assert sorted(found) == begins.tolist()
    line = scene.program.line_of["b_phi", False]
    assert [found[moment][0][1] for moment in begins] == [
        scene.schedule.position_of(line, int(moment)) + 1 for moment in begins
    ]
    assert begin_moments(having(scene, replace(rises, enabled=False))) == {}


def test_logs_of_all_points_come_in_the_order_of_the_run(scene):
    other = Breakpoint("s", log="s is {s[t][0, 0]}")
    rows = logs_of(having(scene, LOG, other, replace(LOG, log="off", enabled=False)))
    positions = [row.position for row, _ in rows]
    assert positions == sorted(positions) and len(rows) == 16
    assert rows[0][1] == other and rows[1][1] == LOG


def test_what_cannot_be_in_a_network_says_so_and_hits_nothing(scene):
    wrong = Breakpoint("nothing")
    assert "nothing" in refusal(scene.network, wrong) and "\n" not in refusal(scene.network, wrong)
    assert not len(hits_in(having(scene, wrong), wrong)) and at_lines(having(scene, wrong)) == {}

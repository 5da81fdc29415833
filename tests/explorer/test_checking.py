"""Checks beside the window: made for a run, told on the way, given up, kept and out of date when the run changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from engine.checking.report import Report
from engine.exchange.opening import Opening, prepare
from engine.run.intervention import Intervention
from explorer.checking import made_checks
from explorer.checks import Checks, Wish
from explorer.command import Request
from explorer.compute_checking import Checking
from explorer.scene import Scene
from explorer.state import State
from tests.engine.checking.wrong_program import with_wrong_flow


def opened(source: str, **how: object) -> Scene:
    prepared = prepare(Opening(source, **how))  # type: ignore[arg-type]
    return Scene(State(prepared.opening), prepared, prepared.run())


USUAL = Wish(1e-6)


def checks_of(scene: Scene, wish: Wish = USUAL) -> Checks:
    return made_checks(scene.state.run, scene.trace, wish)


@pytest.mark.parametrize("source", ["mlp", "conv_lesson", "adding_rnn"])
def test_every_adjoint_of_a_network_is_checked(source):
    """Without time, with convolutions, with a batch."""
    scene = opened(source)
    checks = checks_of(scene)
    assert isinstance(checks.report, Report) and checks.report.passed
    assert {row.name for row in checks.rows} == set(scene.trace.adjoints) and checks.total == len(checks.rows)
    assert checks.of(scene.state.run) and not checks.of(replace(scene.state, iteration=3).run)


def test_a_hand_made_wrong_program_fails_and_is_located():
    scene = opened("rnn", moments=5)
    wrong = with_wrong_flow(scene.program, "b_h", source="a_h", delay=1)
    trace = replace(scene.prepared, program=wrong).run()
    report = made_checks(scene.state.run, trace, Wish(1e-6)).report
    assert not report.passed and (report.first_failing.name, report.first_failing.moment) == ("b_h", 3)


def test_single_precision_passes_its_usual_tolerance_and_fails_a_finer_one():
    scene = opened("lstm_peephole", dtype="float32", moments=6)
    assert checks_of(scene, Wish(1e-4)).report.passed
    assert not checks_of(scene, Wish(1e-8)).report.passed


def test_values_put_in_by_hand_are_kept_while_numbers_are_moved():
    scene = opened("lstm_peephole", moments=5)
    change = Intervention("b_phi", (2, 0, 1), 0.9)
    scene = replace(scene, state=replace(scene.state, interventions=(change,)), trace=scene.prepared.run((change,)))
    assert checks_of(scene).report.passed
    refused = checks_of(scene, Wish(1e-6, "000:43"))
    assert refused.report is None and "put by hand" in refused.message


def test_a_printed_equation_is_caught_at_the_quantity_that_it_stands_for():
    checks = checks_of(opened("lstm_peephole", moments=5), Wish(1e-6, "000:43"))
    assert checks.names == ("a_phi",) and checks.report.first_failing.name == "a_phi"
    unknown = checks_of(opened("mlp"), Wish(1e-6, "000:43"))
    assert "does not stand for an adjoint of mlp" in unknown.message


def test_the_lane_beside_the_window_tells_begins_and_ends(qtbot):
    scene, lane = opened("lstm_peephole", moments=6), Checking()
    told: list[Checks] = []
    lane.progressed.connect(told.append)
    with qtbot.waitSignal(lane.progressed, check_params_cb=lambda checks: not checks.running, timeout=20_000):
        lane.request(scene.state.run, scene.trace, Wish(1e-6))
        assert told[0].running and told[0].rows == ()
    assert told[-1].report.passed
    lane.close()


def test_a_check_that_is_stopped_says_so_and_no_result_follows(qtbot):
    scene, lane = opened("characters"), Checking()
    told: list[Checks] = []
    lane.progressed.connect(told.append)
    lane.request(scene.state.run, scene.trace, Wish(1e-6))
    lane.stop()
    assert not told[-1].running and told[-1].message.startswith("stopped")
    lane.close()  # waits for the worker, which gives up before its next replay
    count = len(told)
    qtbot.wait(50)
    assert len(told) == count


def test_a_fault_becomes_a_message(qtbot, monkeypatch):
    scene = opened("mlp")
    told: list[Checks] = []
    monkeypatch.setattr("explorer.compute_checking.made_checks", lambda *a, **k: 1 / 0)
    monkeypatch.setattr("explorer.compute_checking.log.exception", lambda *a: None)
    lane = Checking(at_once=True)
    lane.progressed.connect(told.append)
    lane.request(scene.state.run, scene.trace, Wish(1e-6))
    assert told[-1].message.startswith("internal error") and not told[-1].running


def test_ctrl_k_checks_and_another_seed_makes_it_out_of_date(open_window, press):
    """Through the keyboard on the real window; undo makes the same run again, and the check is of it again."""
    window = open_window("mlp")
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    scene = window.store.scene
    assert scene.state.stage == "check" and scene.checks.report.passed and scene.checks.of(scene.state.run)
    assert window.panes["stage"].current.name == "check"
    window.store.run(Request("next-seed"))
    scene = window.store.scene
    assert scene.checks is not None and not scene.checks.of(scene.state.run)
    window.store.undo()
    assert window.store.scene.checks.of(window.store.scene.state.run)
    window.store.run(Request("open", "conv_lesson"))
    assert window.store.scene.checks is None


def test_checks_of_several_printed_equations_are_kept(open_window):
    window = open_window("mlp")
    for name in ("000:10", "000:13", "000:10", "000:43"):
        window.store.run(Request("check-printed", name))
    scene = window.store.scene
    assert sorted(checks.wish.printed for checks in scene.tried) == ["000:10", "000:13"]
    assert all(not checks.report.passed for checks in scene.tried) and scene.checks is None
    assert "check-printed" in scene.state.folded


def test_another_tolerance_is_kept_for_the_next_check(open_window):
    window = open_window("mlp")
    window.store.run(Request("check-all", 1e-4))
    window.store.run(Request("check-all"))
    assert window.store.scene.checks.wish.tolerance == 1e-4

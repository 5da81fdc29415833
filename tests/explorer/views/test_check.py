"""The Check view: the verdict in words, worst first, absent until checked, out of date on another run."""

from dataclasses import replace

import pytest

from engine.exchange.opening import Opening, prepare
from explorer.checking import made_checks
from explorer.checks import Checks, Wish
from explorer.scene import Scene
from explorer.state import State
from explorer.theme.tokens import LIGHT
from explorer.view import Frame
from explorer.views.check import VIEW
from explorer.views.check.head import head_of
from explorer.views.check.printed import FOLD, section_height
from explorer.views.check.table import rows_of
from explorer.views.check.words import checked_words, count, error_text, verdict_words
from tests.engine.checking.wrong_program import with_wrong_flow


def opened(source: str, **how: object) -> Scene:
    prepared = prepare(Opening(source, **how))  # type: ignore[arg-type]
    return Scene(State(prepared.opening), prepared, prepared.run())


USUAL = Wish(1e-6)


def checked(scene: Scene, wish: Wish = USUAL) -> Scene:
    checks = made_checks(scene.state.run, scene.trace, wish)
    return replace(scene, tried=(checks,)) if wish.printed else replace(scene, checks=checks)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return opened("lstm_peephole", sizes=(("H", 3),), moments=6)


def frame(scene: Scene) -> Frame:
    return Frame(730.0, 500.0, scene, LIGHT)


def test_before_a_check_every_adjoint_is_absent_and_the_button_is_there(scene, picture):
    assert head_of(frame(scene)).look == "absent" and count(scene) == ""
    rows = rows_of(scene)
    assert {name for name, _ in rows} == set(scene.trace.adjoints) and all(row is None for _, row in rows)
    _, spots = picture(VIEW, scene, width=730)
    assert [spot.request.command for spot in spots].count("check-all") == 6, "the button and five tolerances"


def test_a_check_that_passed_says_how_well(scene):
    done = checked(scene)
    words = verdict_words(done, done.checks)
    assert words.startswith(f"Passed: all {len(scene.trace.adjoints)} adjoints agree. The worst relative error is ")
    assert head_of(frame(done)).look == "passed" and count(done) == "✓"
    errors = [row.relative_error for _, row in rows_of(done)]
    assert errors == sorted(errors, reverse=True)


def test_a_wrong_flow_is_named_with_its_place_and_travelled_to(scene, picture):
    wrong = with_wrong_flow(scene.program, "s", source="a_phi", delay=1)
    trace = replace(scene.prepared, program=wrong).run()
    failed = replace(scene, trace=trace, checks=made_checks(scene.state.run, trace, Wish(1e-6)))
    first = failed.checks.report.first_failing
    assert verdict_words(failed, failed.checks).startswith("Fails first at ε_s[5], unit ")
    assert head_of(frame(failed)).look == "fails" and int(count(failed)) >= 1
    assert rows_of(failed)[0][1].verdict == "failed"
    _, spots = picture(VIEW, failed, width=730)
    visits = [spot.request.argument for spot in spots if spot.request.command == "travel"]
    assert visits[0][0].name == first.name == "s" and visits[0][0].moment == first.moment == 4


def test_on_another_run_it_is_out_of_date_and_not_lost(scene):
    done = checked(scene)
    other = replace(done, state=replace(done.state, opening=replace(done.state.opening, seed=9)))
    lines = head_of(frame(other)).lines
    assert lines[0][1] and lines[0][0].startswith("Out of date") and count(other) == ""
    assert rows_of(other) == rows_of(done)


def test_while_it_runs_what_is_known_stands_first(scene):
    done = checked(scene).checks
    running = Checks(done.run, done.wish, done.total, done.most, rows=done.rows[:3], running=True)
    part = replace(scene, checks=running)
    assert head_of(frame(part)).headline == (f"Checking: 3 of {done.total} adjoints …",)
    assert [row is None for _, row in rows_of(part)] == [False] * 3 + [True] * (done.total - 3)


def test_samples_are_told_as_such():
    done = checked(opened("lstm_peephole", sizes=(("H", 12),), moments=10)).checks
    sampled = next(row for row in done.rows if row.sampled)
    assert checked_words(sampled) == f"{sampled.checked} of {sampled.entries:,}, seeded"


def test_printed_equations_fold_out_and_tell_where_they_fail(scene, picture):
    assert section_height(frame(scene)) > 0 == section_height(frame(opened("scalar_graph")))
    tried = checked(scene, Wish(1e-6, "000:43"))
    tried = replace(tried, state=replace(tried.state, folded=frozenset({FOLD})))
    assert section_height(frame(tried)) > section_height(frame(scene)) + 100
    _, spots = picture(VIEW, tried, width=730)
    commands = [spot.request.command for spot in spots]
    assert commands.count("check-printed") == commands.count("show-printed") == 7
    visit = next(spot.request.argument for spot in spots if spot.request.command == "travel")
    assert visit[0].name == "a_phi"


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("source", ["mlp", "conv_lesson", "scalar_graph"])
def test_all_of_it_is_drawn_on_networks_without_time(picture, source, look):
    image, spots = picture(VIEW, checked(opened(source)), width=730, look=look)
    assert image.height() > 300 and all(spot.tip for spot in spots)


@pytest.mark.parametrize(
    ("error", "text"), [(0.0, "0"), (3.2e-10, "3e−10"), (0.25, "0.25"), (float("inf"), "∞"), (float("nan"), "NaN")]
)
def test_errors_are_short(error, text):
    assert error_text(error) == text

"""Breakpoints on the screen: the list with its counts and texts, the gutter of the program, and the time axis."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from engine.exchange.opening import Opening, prepare
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.breaking import refusal
from explorer.scenery.breaking_fields import log_field
from explorer.scenery.halts import begin_moments, hits_in
from explorer.state import State
from explorer.theme.tokens import DARK, LIGHT
from explorer.view import Frame
from explorer.views.breakpoints import VIEW
from explorer.views.breakpoints.drawing import row_height
from explorer.views.breakpoints.rows import rows_of
from explorer.views.program import VIEW as PROGRAM
from explorer.views.program.gutter import WIDTH
from explorer.views.timeline import VIEW as TIMELINE

LINE = Breakpoint("s", True)
RISES = Breakpoint(condition="b_phi[t][0] > last(b_phi[t][0])")
WRONG = Breakpoint("nothing")


@pytest.fixture(scope="module")
def scene() -> Scene:
    made = prepare(Opening("lstm_peephole", sizes=(("H", 3),), moments=8))
    return Scene(State(made.opening), made, made.run())


def having(scene: Scene, *breakpoints: Breakpoint, position: int = 0) -> Scene:
    return replace(scene, state=replace(scene.state, breakpoints=breakpoints, place=Place(position)))


def test_a_row_counts_the_hits_so_far_and_in_the_whole_run(scene):
    positions = hits_in(having(scene, LINE), LINE)
    (row,) = rows_of(having(scene, LINE, position=int(positions[2])))
    assert row.count == "3 of 8" and row.stopped.startswith("stopped here: line") and row.request is not None
    (row,) = rows_of(having(scene, LINE, position=int(positions[2]) + 1))
    assert row.count == "3 of 8" and not row.stopped


def test_the_row_for_which_it_halts_is_kept_in_sight(scene, qapp):
    position = int(hits_in(having(scene, LINE), LINE)[0])
    there = Frame(400.0, 300.0, having(scene, RISES, WRONG, LINE, position=position), LIGHT)
    others = having(scene, RISES, WRONG, position=position)
    kept = VIEW.follow(there)
    assert kept is not None and kept.top() == sum(row_height(there, row) for row in rows_of(others))
    assert VIEW.follow(replace(there, scene=others)) is None


def test_what_cannot_be_in_the_network_is_said_in_its_row(scene):
    (row,) = rows_of(having(scene, WRONG))
    assert row.refused == refusal(scene.network, WRONG) and row.count == ""


def test_every_text_is_typed_in_place_and_checked_while_it_is(scene, picture):
    _, spots = picture(VIEW, having(scene, LINE, RISES), width=400.0, height=300.0)
    fields = {(spot.field.command, spot.field.subject): spot.field for spot in spots if spot.field}
    assert {command for command, subject in fields if subject == LINE} == {
        "change-condition",
        "change-hits",
        "change-log",
    }
    condition = fields["change-condition", RISES]
    assert condition.text == RISES.condition and not condition.check("b_phi > 0.5") and condition.check("b_ph > 1")
    assert fields["change-condition", Breakpoint()].check("  ")  # the one that adds another


def test_a_log_begins_with_the_number_of_its_line_where_that_can_be_read(scene):
    assert log_field(scene, LINE).text == "norm is {norm(eps_s[t])}"
    assert log_field(scene, Breakpoint("W_h_iota'")).text == ""


def test_the_links_stand_in_sight_and_apart(scene, picture):
    _, spots = picture(VIEW, having(scene, LINE), width=300.0, height=300.0)
    wanted = {"switch-breakpoints", "remove-breakpoints", "import-breakpoints", "export-breakpoints"}
    links = [spot for spot in spots if spot.request is not None and spot.request.command in wanted]
    assert {spot.request.command for spot in links if spot.request} == wanted
    for spot in links:
        assert spot.rect.right() <= 300.0
        assert not any(other is not spot and other.rect.intersects(spot.rect) for other in links)


def test_without_one_it_says_how_to_make_one(scene, picture):
    _, spots = picture(VIEW, scene, width=400.0, height=300.0)
    assert [spot.field.command for spot in spots if spot.field] == ["change-condition"]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_gutter_shows_the_mark_and_toggles_over_at_least_32_px(scene, picture, look):
    line = scene.program.line_of["s", True]
    plain, _ = picture(PROGRAM, scene, width=460.0, height=600.0, look=look)
    marked, spots = picture(PROGRAM, having(scene, LINE), width=460.0, height=600.0, look=look)
    request = Request("toggle-breakpoint", ("s", True))
    (spot,) = [spot for spot in spots if spot.request == request]
    assert spot.rect.width() == WIDTH >= 32.0 and f"line {line.number}" in spot.tip
    red = (LIGHT if look == "light" else DARK).breakpoint
    centre = QPointF(14.0, spot.rect.top() + 15.0).toPoint()
    assert marked.pixelColor(centre) == red and plain.pixelColor(centre) != red


def test_the_gutter_shows_a_faint_disc_under_the_mouse_but_not_beside_the_sum_of_the_cost(scene, picture):
    _, spots = picture(PROGRAM, scene, width=460.0, height=600.0)
    toggles = [spot for spot in spots if spot.request and spot.request.command == "toggle-breakpoint"]
    assert len(toggles) < len([spot for spot in spots if spot.double and spot.rect.width() == 460.0])
    plain, _ = picture(PROGRAM, scene, width=460.0, height=600.0)
    pointed, _ = picture(PROGRAM, scene, width=460.0, height=600.0, hover=toggles[2].rect.center())
    centre = QPointF(14.0, toggles[2].rect.top() + 15.0).toPoint()
    assert pointed.pixelColor(centre) != plain.pixelColor(centre)


def test_setting_one_repaints_its_line_alone(scene, qapp):
    before, after = (Frame(460.0, 600.0, one, LIGHT) for one in (scene, having(scene, LINE)))
    places = PROGRAM.changes(before, after)
    assert places is not None and len(places) == 1


def test_the_axis_has_a_disc_for_each_moment_at_which_a_condition_begins_to_hold(scene, picture):
    there = having(scene, LINE, RISES)
    _, spots = picture(TIMELINE, there)
    found = {
        spot.request.argument.position
        for spot in spots
        if spot.request and spot.request.command == "go" and "begins to hold" in spot.tip
    }
    assert found == set(hits_in(there, RISES).tolist()) and len(found) == len(begin_moments(there)) > 0


def test_the_discs_do_not_wait_for_the_cursor(scene, picture):
    plain, _ = picture(TIMELINE, scene)
    marked, spots = picture(TIMELINE, having(scene, RISES))
    disc = next(spot for spot in spots if "begins to hold" in spot.tip)
    centre = disc.rect.center().toPoint()
    assert marked.pixelColor(centre) == LIGHT.breakpoint != plain.pixelColor(centre)

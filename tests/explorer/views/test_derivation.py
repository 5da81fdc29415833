"""Derivation: the steps of the adjoint in focus with their numbers, and a worksheet whose blanks are judged."""

import re
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QPainter

from engine.exchange.networks import network_names
from engine.exchange.opening import Opening, prepare
from engine.stepping.place import Place
from explorer.application import all_views
from explorer.scene import Scene
from explorer.scenery.derived import NUMBERS, WORKSHEET, derivation_of, derived_name, number_key, term_key
from explorer.state import Selection, State
from explorer.theme.tokens import LIGHT
from explorer.views.derivation import worksheet
from explorer.views.derivation.numbers import place_of, term_number
from explorer.views.derivation.page import Page

VIEW = next(view for view in all_views() if view.name == "derivation")
PREPARED: dict[str, Any] = {}


def scene_of(source="lstm_peephole", name="s", *, adjoint=True, part=1.0, moment=None, **state):
    """A scene with this quantity in focus, `part` of the way through the run."""
    if source not in PREPARED:
        prepared = prepare(Opening(source, seed=2))
        PREPARED[source] = prepared, prepared.run()
    prepared, trace = PREPARED[source]
    place = Place(round(part * trace.schedule.length))
    selection = Selection(name, adjoint, moment) if name else None
    return Scene(State(prepared.opening, place=place, selection=selection, **state), prepared, trace)


def words(spots):
    """Everything that pointing at the page says."""
    return [spot.tip for spot in spots]


def fields(spots):
    """What can be typed in, by the key of the blank."""
    return {spot.field.subject: spot.field for spot in spots if spot.field is not None}


def test_the_focus_is_derived():
    """A value means its adjoint, a parameter its derivative, an updated parameter that of the parameter."""
    assert derived_name(scene_of(name="s", adjoint=False)) == "s"
    assert derived_name(scene_of(name="W_k", adjoint=False)) == "W_k"
    assert derived_name(scene_of(name="W_k'", adjoint=False)) == "W_k"
    assert derived_name(scene_of(name="E", adjoint=True)) == "E"
    assert derived_name(scene_of(name="")) in scene_of().program.adjoints


@pytest.mark.parametrize("source", network_names())
def test_every_adjoint_has_a_page(picture, source):
    """In steps and as a worksheet, narrow and wide: it is painted, and says something of every use."""
    scene = scene_of(source)
    for name in list(scene.program.adjoints)[::5]:
        for folded, width in ((frozenset(), 700.0), (frozenset({WORKSHEET, NUMBERS}), 460.0)):
            shown = scene_of(source, name, folded=folded)
            _, spots = picture(VIEW, shown, width=width)
            assert len(words(spots)) > len(derivation_of(shown).terms)
            assert all(spot.rect.left() >= 0 and spot.rect.right() <= width + 6 for spot in spots if spot.field)


def test_the_numbers_of_the_terms_add_up():
    """At the chosen moment and unit the terms sum to the adjoint that the trace holds."""
    scene = scene_of(moment=4, unit=3)
    found = derivation_of(scene)
    place = place_of(scene, found)
    numbers = [term_number(scene, found, term.after, place) for term in found.terms]
    assert sum(numbers) == pytest.approx(scene.number("s", True, 4))


def test_what_is_not_computed_is_absent(picture):
    """While the backward pass stands at t, terms of t + 1 have numbers, those of t a dash; before it, none has one."""
    scene = scene_of()
    backward = next(segment for segment in scene.schedule.segments if segment.phase == "backward")
    line = scene.program.line_of["a_k", True]
    before = scene.schedule.position_of(line, 4)
    shown = replace(scene, state=replace(scene.state, place=Place(before)))
    found = derivation_of(shown)
    place = place_of(shown, found)
    known = [term_number(shown, found, term.after, place) is not None for term in found.terms]
    assert known == [False, False, True, True, True]
    assert term_number(shown, found, found.result, place) is None
    early = replace(scene, state=replace(scene.state, place=Place(backward.start)))
    assert all(term_number(early, found, term.after, place_of(early, found)) is None for term in found.terms[:2])
    assert any("not computed yet" in tip for tip in words(picture(VIEW, shown)[1]))


def test_a_parameter_has_its_number_once_its_adjoints_are_there():
    """∂E/∂W_h sums over moments: known when δ_h of the first moment is, though its own line has not run."""
    scene = scene_of("rnn", "W_h")
    position = scene.schedule.position_of(scene.program.line_of["W_x", True], None)
    shown = replace(scene, state=replace(scene.state, place=Place(position)))
    found = derivation_of(shown)
    number = term_number(shown, found, found.terms[0].after, place_of(shown, found))
    assert number == pytest.approx(float(scene.trace.adjoint("W_h")[shown.unit_of("W_h")]))


def test_a_use_leads_to_what_uses_it(picture):
    """A click on s[t-1] in the equation of s travels one moment on; chips choose another adjoint."""
    scene = scene_of(moment=4)
    requests = [spot.request for spot in picture(VIEW, scene)[1] if spot.request is not None]
    assert any(r.command == "travel" and r.argument == Selection("s", False, 5) for r in requests)
    assert any(r.command == "travel" and r.argument == Selection("a_iota", True, 5) for r in requests)
    assert any(r.command == "select" and r.argument == Selection("b_c", True) for r in requests)
    assert {"copy-derivation", "save-derivation"} <= {r.command for r in requests}


def test_the_worksheet_hides_every_right_side(picture, monkeypatch):
    """No formula of a term and no sum is set, and no sentence tells one, until it is asked for."""
    set_formulas = []
    real = Page.formula

    def formula(page, latex, **place):
        set_formulas.append(latex)
        return real(page, latex, **place)

    monkeypatch.setattr(Page, "formula", formula)
    scene = scene_of(folded=frozenset({WORKSHEET}))
    spots = picture(VIEW, scene)[1]
    answers = [r"p_{\omega} \odot \delta_{\omega}^{t}", r"b_{\phi}^{t+1} \odot \epsilon_{s}^{t+1}"]
    assert not any(answer in latex for answer in answers for latex in set_formulas)
    assert set(fields(spots)) == {term_key("s", number) for number in range(6)}
    set_formulas.clear()
    picture(VIEW, scene_of(folded=frozenset({WORKSHEET, f"{WORKSHEET}-shown: s/2"})))
    assert answers[0] in set_formulas
    assert answers[1] not in set_formulas


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p_omega * delta_omega[t]", "correct"),
        ("-p_omega * delta_omega[t]", "The sign is wrong"),
        ("p_omega * delta_omega[t+1]", "right if every t were t−1"),
        ("p_omega *", "cannot be read"),
    ],
)
def test_an_answer_is_judged_in_shape_word_and_colour(picture, monkeypatch, text, said):
    """The verdict stands below the blank; the mark has the colour of its kind."""
    written: list[str] = []
    icons: list[tuple[str, QColor]] = []

    def spy(name, kept):
        real = getattr(worksheet, name)

        def call(painter, *arguments, **named):
            kept(arguments, named)
            return real(painter, *arguments, **named)

        monkeypatch.setattr(worksheet, name, call)

    spy("write", lambda arguments, named: written.append(arguments[1]))
    spy("write_lines", lambda arguments, named: written.extend(arguments[1]))
    spy("draw_icon", lambda arguments, named: icons.append((named["name"], named["colour"])))
    scene = scene_of(folded=frozenset({WORKSHEET}), blanks=(("s/2", text),))
    _, spots = picture(VIEW, scene)
    looks = {"correct": ("check", LIGHT.ok), "cannot be read": ("triangle", LIGHT.warn)}
    assert icons == [looks.get(said, ("cross", LIGHT.err))]
    assert said in " ".join(written)
    assert fields(spots)["s/2"].text == text
    assert any(spot.request and spot.request.argument == ("s/2", "") for spot in spots)


def test_a_blank_says_what_cannot_be_read_while_it_is_typed(picture):
    """Nothing of right or wrong: only whether the language understands it."""
    field = fields(picture(VIEW, scene_of(folded=frozenset({WORKSHEET})))[1])["s/2"]
    assert field.command == "fill-blank"
    assert field.check("p_phi * delta_omega[t]") == ""
    assert "no quantity" in field.check("p_phy * 2")
    assert field.check("  ") != ""


def test_numbers_can_be_blanks(picture):
    """Each known number has a blank of its own for moment, unit and example; what is typed is judged to its digits."""
    scene = scene_of(moment=4, unit=3, folded=frozenset({WORKSHEET, NUMBERS}))
    found = derivation_of(scene)
    key = number_key(scene, "s", 2, 4)
    assert key in fields(picture(VIEW, scene)[1])
    number = term_number(scene, found, found.terms[1].after, place_of(scene, found))
    right = replace(scene, state=replace(scene.state, blanks=((key, f"{number:.4f}"),)), limits={})
    wrong = replace(scene, state=replace(scene.state, blanks=((key, f"{-number:.4f}"),)), limits={})
    assert any("Right." in tip for tip in words(picture(VIEW, right)[1]))
    assert any("The sign is wrong." in tip for tip in words(picture(VIEW, wrong)[1]))
    assert number_key(replace(scene, state=replace(scene.state, unit=2)), "s", 2, 4) != key


def test_a_found_sum_opens_what_follows(picture):
    """Once the whole adjoint is right, the line of the program is shown."""
    line = "This is line 16 of the program: what was derived is what runs."
    text = "sigmoid'(a_omega[t]) * tanh(s[t]) * eps_c[t]"

    def pages(answers):
        scene = scene_of(name="a_omega", folded=frozenset({WORKSHEET}), blanks=answers)
        return [spot for spot in picture(VIEW, scene)[1] if spot.request and "Line 16" in spot.tip]

    assert not pages(())
    assert not pages((("a_omega/0", "tanh(s[t]) * eps_c[t]"),))
    assert pages((("a_omega/0", text),)), line


def test_a_single_term_is_asked_for_once(picture):
    """Where the one term is the whole adjoint there is no second blank, and a right term opens the line."""
    for text, opened in (("outer(delta_h[t], b_h[t])", False), ("outer(delta_h[t], b_h[t-1])", True)):
        scene = scene_of("rnn", "W_h", folded=frozenset({WORKSHEET}), blanks=(("W_h/1", text),))
        spots = picture(VIEW, scene)[1]
        assert set(fields(spots)) == {"W_h/1"}
        assert any(spot.request and "Line 11" in spot.tip and spot.request.command == "select"
                   and spot.rect.top() > fields_bottom(spots) for spot in spots) == opened  # fmt: skip


def fields_bottom(spots):
    """Where the last blank ends."""
    return max(spot.rect.bottom() for spot in spots if spot.field is not None)


def test_a_figure_has_no_chips_and_no_links(picture):
    """What can only be clicked is left out of an exported page."""
    _, spots = picture(VIEW, scene_of(), figure=True)
    commands = {spot.request.command for spot in spots if spot.request is not None}
    assert commands <= {"select", "travel"}
    assert not any("adjoint of" in tip and "A click shows how" in tip for tip in words(spots))


def test_no_text_is_smaller_than_allowed(picture, monkeypatch):
    """All words on the page are 15 px or more."""
    sizes: list[int] = []
    real = QPainter.setFont

    def set_font(painter, face):
        sizes.append(face.pixelSize())
        real(painter, face)

    monkeypatch.setattr(QPainter, "setFont", set_font)
    picture(VIEW, scene_of(folded=frozenset({WORKSHEET, NUMBERS}), blanks=(("s/2", "1"),)))
    assert sizes and min(sizes) >= 15


def test_tips_are_plain_sentences(picture):
    """No LaTeX in what is said."""
    for tip in words(picture(VIEW, scene_of())[1]):
        assert not re.search(r"\\[a-z]", tip)

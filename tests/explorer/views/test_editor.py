"""The equation editor: no text breaks it, what is derived follows what is typed, and nothing that is typed is lost."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

import engine
from engine.exchange.opening import Opening, prepare
from engine.language.sizes_line import declared_sizes
from explorer.command import Request
from explorer.scene import Scene
from explorer.scenery.drafts import DRAFTS, MOST, Draft, Drafts
from explorer.state import State
from explorer.theme.maps import contrast
from explorer.theme.tokens import DARK, LIGHT
from explorer.view import Frame
from explorer.views.editor import VIEW
from explorer.views.editor.derived import bottom, derived_lines, placed, set_piece
from explorer.views.editor.highlighting import colours
from explorer.views.editor.lexing import kinds_of, spans
from explorer.views.editor.panel import EditorPanel
from explorer.views.editor.reading import read
from explorer.views.editor.template import TEMPLATE
from explorer.views.editor.texts import wrapped
from tests.engine.language.refused_texts import REFUSED

BROKEN = "h[t] = tanh(nothing[t])"


@pytest.fixture(scope="module")
def scene():
    """A function that gives a scene of a source, with a text in place of its network's where one is given."""
    kept = {}

    def make(source: str = "lstm_peephole", text: str = "", **state) -> Scene:
        opening = Opening(source, text=text)
        if opening not in kept:
            prepared = prepare(opening)
            kept[opening] = prepared, prepared.run()
        return Scene(State(opening, **state), *kept[opening])

    return make


class Asking(EditorPanel):
    """A panel that holds what it asked for."""

    asked: list[Request]


@pytest.fixture
def editor(qtbot, scene):
    """A panel on the LSTM with peepholes, and what it asked for; drafts are kept as the window keeps them."""
    asked: list[Request] = []

    def ask(request: Request) -> None:
        asked.append(request)
        if isinstance(request.argument, Draft):
            if request.command == "keep-draft":
                DRAFTS.keep(request.argument)
            elif request.command == "drop-draft":
                DRAFTS.drop(request.argument)

    DRAFTS.clear()
    panel = Asking(ask)
    panel.asked = asked
    qtbot.addWidget(panel.widget)
    panel.widget.resize(1000, 700)
    panel.show(Frame(1000, 700, scene(), LIGHT))
    panel.widget.show()
    yield panel
    DRAFTS.clear()


def names(panel: Asking) -> list[str]:
    return [request.command for request in panel.asked]


def type_all(panel: EditorPanel, text: str) -> None:
    """Puts a text in the place of what stands there, as pasting does."""
    panel.code.selectAll()
    panel.code.insertPlainText(text)
    panel.read_now()


def test_it_begins_with_the_text_and_the_sizes_that_run(editor, scene):
    """The scenario runs six blocks, whatever the text of the network declares."""
    assert editor.text == engine.load("lstm_peephole").text and not editor.modified
    editor.show(Frame(1000, 700, scene("occupancy"), LIGHT))
    assert "sizes(I=1, H=6, C=1, K=1)" in editor.text and not editor.modified
    assert editor.sizes.box("H").value() == 6
    assert not editor.run.isEnabled() and not editor.revert.isEnabled()


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.name)
def test_every_refusal_stands_at_its_place(editor, refused):
    """Line and column in words, the place underlined, the last derivation kept and marked as stale."""
    type_all(editor, refused.text.replace("\r", "\n"))
    wrong = read(editor.text).wrong
    if wrong is None:  # the box has no such line ends or characters
        return
    assert editor.wrong.isVisible() and f"line {wrong.place.line}, column {wrong.place.column}: " in editor.wrong.text()
    assert "Stale" in editor.derived_head.text() and not editor.run.isEnabled()
    assert len(editor.caret.text().split("\n")) == 2
    marks = editor.code.extraSelections()
    assert len(marks) == 2 and marks[1].cursor.blockNumber() <= wrong.place.line - 1
    assert editor.reading.network.name == "typed" and editor.reading.program is not None
    editor.widget.grab()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 10_000), cut=st.integers(0, 12), put=st.text(max_size=6))
@example(at=0, cut=0, put="\ud800")
@example(at=40, cut=3, put="\u2028\x0c")
@example(at=200, cut=0, put="é\t(")
def test_no_text_breaks_it(editor, at, cut, put):
    """Letters taken out and put in anywhere; afterwards a sound text is read again."""
    text = engine.load("gru").text
    at %= len(text)
    type_all(editor, text[:at] + put + text[at + cut :])
    assert editor.wrong.isHidden() == (read(editor.text).wrong is None)
    type_all(editor, text)
    assert editor.wrong.isHidden() and editor.reading.text == text


@pytest.mark.parametrize("text", ["", " ", "\n" * 50, "x" * 70_000, "(" * 300, '"""', "E = -" + "-" * 30 + "1"])
def test_extreme_texts_are_refused_in_words(editor, text):
    type_all(editor, text)
    assert editor.wrong.text().startswith("line ")
    editor.code.go_to(read(text).wrong.place)


def test_the_backward_lines_follow_what_is_typed(editor):
    """The peephole of the forget gate taken out: its flow leaves the sum of the state's adjoint."""
    before = next(line for line in editor.derived._lines if line.text.startswith("ε_s[t]"))
    type_all(editor, editor.text.replace(" + sum(p_phi * s[t-1], axis=1)", ""))
    after = next(line for line in editor.derived._lines if line.text.startswith("ε_s[t]"))
    assert len(after.pieces) == len(before.pieces) - 1
    assert "p_φ" in before.text and "p_φ" not in after.text
    assert editor.modified and editor.head.text().startswith("•") and editor.run.isEnabled()


def test_the_column_follows_the_caret_to_what_is_derived_from_its_line(editor):
    """From the top, where the forward lines stand, to the adjoint of the quantity that the line defines."""
    line = next(number for number, text in enumerate(editor.text.split("\n")) if text.startswith("a_iota[t]"))
    bar = editor.derived.verticalScrollBar()
    assert bar.value() == 0
    cursor = editor.code.textCursor()
    cursor.setPosition(editor.code.document().findBlockByNumber(line).position())
    editor.code.setTextCursor(cursor)
    place = next(place for place in editor.derived._places if place.line and place.line.text.startswith("δ_ι[t]"))
    assert bar.value() > 0
    assert bar.value() <= place.rect.top() and place.rect.bottom() <= bar.value() + editor.derived.viewport().height()


def test_typing_is_read_after_a_pause_and_never_waits_for_formulas(editor, qtbot):
    """One letter makes no formula; what is in sight is typeset in slices afterwards."""
    type_all(editor, TEMPLATE)
    editor.code.moveCursor(editor.code.textCursor().MoveOperation.End)
    start = time.monotonic()
    qtbot.keyClicks(editor.code, "# a word")
    assert (time.monotonic() - start) < 1.0 and editor.reading.text == TEMPLATE
    qtbot.waitUntil(lambda: editor.reading.text == editor.text)
    qtbot.waitUntil(lambda: not editor.derived.waiting, timeout=20_000)
    assert all(place.glyphs for place in editor.derived._places[:4] if place.line is not None)


def test_a_size_is_written_into_the_text(editor):
    editor.sizes.box("H").setValue(5)
    assert "sizes(I=1, H=5, C=1, K=1)" in editor.text and editor.modified
    assert editor.reading.network.sizes["H"] == 5
    assert "parameters in" in editor.count.text()
    editor.code.undo()
    assert "H=8" in editor.text
    editor.read_now()
    assert editor.sizes.box("H").value() == 8


def test_running_asks_for_it_and_an_error_takes_the_caret_to_its_place(editor, qtbot):
    type_all(editor, TEMPLATE)
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.asked[-1] == Request("run-text", editor.text) and editor.text == TEMPLATE
    type_all(editor, TEMPLATE.replace("tanh(a[t])", "tanh(b[t])"))
    count = names(editor).count("run-text")
    qtbot.keyClick(editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert names(editor).count("run-text") == count
    place = read(editor.text).wrong.place
    cursor = editor.code.textCursor()
    assert (cursor.blockNumber() + 1, cursor.positionInBlock() + 1) == (place.line, place.column)


def test_what_ran_follows_undo_and_redo_and_what_is_typed_does_not(editor, scene):
    first = editor.text
    type_all(editor, TEMPLATE)
    editor.show(Frame(1000, 700, scene("lstm_peephole", TEMPLATE), LIGHT))
    assert not editor.modified
    editor.show(Frame(1000, 700, scene(), LIGHT))
    assert editor.text == first, "undone: the text that runs again"
    type_all(editor, BROKEN)
    editor.show(Frame(1000, 700, scene("lstm_peephole", TEMPLATE), LIGHT))
    assert editor.text == BROKEN and editor.modified, "what was typed meanwhile stays"


def test_a_draft_survives_another_source_and_a_way_leads_back(editor, scene, qtbot):
    """Even one with an error, typed a moment before."""
    qtbot.keyClicks(editor.code, BROKEN)
    typed = editor.text
    editor.show(Frame(1000, 700, scene("mlp"), LIGHT))
    assert editor.text == engine.load("mlp").text and not editor.modified
    assert editor.drafts.isVisible()
    editor.drafts.menu().aboutToShow.emit()
    action = editor.drafts.menu().actions()[0]
    assert action.text().startswith("lstm_peephole")
    action.trigger()
    assert editor.asked[-1] == Request("open", Opening("lstm_peephole"))
    editor.show(Frame(1000, 700, scene(), LIGHT))
    assert editor.text == typed and editor.modified and editor.wrong.isVisible()
    assert editor.derived._lines and "Stale" in editor.derived_head.text()
    editor.revert.click()
    assert editor.text == engine.load("lstm_peephole").text and not DRAFTS.all()
    editor.code.undo()
    assert editor.text == typed, "a way back from reverting too"


def test_hiding_keeps_what_was_typed_at_once(editor, qtbot):
    qtbot.keyClicks(editor.code, "# x")
    assert not DRAFTS.all()
    editor.widget.hide()
    assert DRAFTS.newest("lstm_peephole", "").text == editor.text


def test_a_new_network_is_a_draft_of_its_own(editor, qtbot):
    """Also where it is typed over what was brought back by undo: the older text is not replaced."""
    qtbot.keyClicks(editor.code, "# first")
    first = editor.text
    editor.new.click()
    qtbot.keyClicks(editor.code, "# second")
    editor._keep()
    assert [draft.text for draft in DRAFTS.all()] == [first, editor.text]
    editor.drafts.menu().aboutToShow.emit()
    editor.drafts.menu().actions()[-1].trigger()
    assert editor.text == first


def test_typing_after_undo_keeps_what_was_undone(editor, scene, qtbot):
    type_all(editor, TEMPLATE)
    editor._keep()
    editor.show(Frame(1000, 700, scene("lstm_peephole", TEMPLATE), LIGHT))
    editor.show(Frame(1000, 700, scene(), LIGHT))
    qtbot.keyClicks(editor.code, "# other")
    editor._keep()
    assert [draft.text for draft in DRAFTS.all()] == [TEMPLATE, editor.text]


def test_so_many_drafts_are_kept_and_no_more():
    drafts = Drafts()
    gone = [old for number in range(MOST + 2) for old in drafts.keep(Draft("a", "", str(number), number))]
    assert [old.text for old in gone] == ["0", "1"] and len(drafts.all()) == MOST


def test_the_new_network_runs_as_it_stands():
    assert read(TEMPLATE).wrong is None
    assert prepare(Opening("rnn", text=TEMPLATE)).run().loss > 0.0


def test_names_are_completed(editor, qtbot):
    type_all(editor, editor.text + "\n")
    editor.code.moveCursor(editor.code.textCursor().MoveOperation.End)
    editor.code.setFocus()
    qtbot.keyClicks(editor.code, "a_io")
    popup = editor.code._completer.popup()
    assert popup.isVisible() and editor.code._completer.currentCompletion() == "a_iota"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.text.endswith("\na_iota") and not popup.isVisible()


def test_everything_can_be_reached_by_tab_and_has_a_name(editor):
    """Also the box itself, which leaves Tab to the window."""
    reached, widget = [], editor.code
    for _ in range(40):
        reached.append(widget)
        widget = widget.nextInFocusChain()
    for wanted in (editor.derived, editor.sizes.box("H"), editor.revert, editor.save, editor.new):
        assert any(found is wanted or wanted.isAncestorOf(found) for found in reached)
    assert editor.code.tabChangesFocus()
    for widget in editor.widget.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and widget.parent() is not None:
            named = widget.accessibleName() or getattr(widget.parent(), "accessibleName", str)()
            assert named, type(widget)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_colour_of_a_word_reads_on_the_panel(theme):
    for kind, colour in colours(theme).items():
        assert contrast(colour, theme.panel) >= 4.5, kind


def test_words_are_told_apart_also_inside_texts_of_several_lines():
    kinds = kinds_of(engine.load("lstm_peephole"))
    found, inside = spans("a_iota[t]: H = tanh(W_k) * 2.5e-3  # tanh", kinds, inside=False)
    line = "a_iota[t]: H = tanh(W_k) * 2.5e-3  # tanh"
    assert [(line[span.start : span.start + span.length], span.kind) for span in found] == [
        ("a_iota", "defined"),
        ("H", "size"),
        ("tanh", "op"),
        ("W_k", "parameter"),
        ("2.5e-3", "number"),
        ("# tanh", "comment"),
    ]
    assert not inside
    found, inside = spans('"""tanh', kinds, inside=False)
    assert [span.kind for span in found] == ["text"] * len(found) and inside
    found, inside = spans('H""" H', kinds, inside=True)
    assert [span.kind for span in found] == ["text", "size"] and not inside


@pytest.mark.parametrize("name", engine.network_names())
def test_all_lines_are_set_within_their_column(name):
    """Forward, loss and everything derived, in the order of the program; none reaches beyond the edge."""
    program = engine.load(name).program
    lines = derived_lines(program)
    assert [line.section for line in lines] == [line.section for line in program.lines]
    if program.network.parameter_count > 5000 or name.startswith("lstm"):
        return  # typesetting all of them would take a minute
    places = placed(lines, 420.0, set_piece)
    for place in places:
        for glyph in place.glyphs:
            assert glyph.point.x() + glyph.formula.size.width() * glyph.squeeze <= 420.5
            assert glyph.point.y() <= place.rect.bottom()
    assert bottom(places) > 0.0


def test_rows_hold_every_letter_of_the_text():
    lines = [*engine.load("lstm_peephole").text.split("\n"), "x" * 200, ""]
    for room in (20, 41, 80):
        rows = wrapped(lines, room)
        assert all(row.stop - row.start + row.indent <= room for row in rows)
        for number, line in enumerate(lines, start=1):
            assert "".join(line[row.start : row.stop] for row in rows if row.number == number) == line


@pytest.mark.parametrize("width", [500.0, 1000.0])
def test_the_figure_shows_text_and_equations_inside_its_height(qapp, scene, width):
    frame = Frame(width, 100.0, scene("rnn"), LIGHT, figure=True)
    high = VIEW.height(frame)
    image = QImage(round(width), round(high) + 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    assert list(VIEW.draw(painter, Frame(width, high, frame.scene, LIGHT, figure=True))) == []
    painter.end()
    below = image.copy(0, round(high), round(width), 60)
    assert all(below.pixelColor(x, y) == QColor("white") for x in range(0, round(width), 7) for y in range(60))
    ink = [image.pixelColor(x, 100).lightness() for x in range(round(width))]
    assert min(ink) < 120


def test_declared_sizes_of_the_template():
    assert [size.name for size in declared_sizes(TEMPLATE)] == ["I", "H", "K"]

"""Where the number goes: a row for each line that reads it, with what it brings there, its share and a link."""

from dataclasses import replace

from engine.expression import NOW, Adjoint, Value
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.run.consequence import Use, reading_lines, uses_of
from engine.run.explanation import Source
from explorer.scene import Scene
from explorer.scenery.units import unit_words
from explorer.state import Selection
from explorer.theme.numbers import format_number
from explorer.view import Frame
from explorer.views.inspector.keeping import is_kept, kept
from explorer.views.inspector.reading import Line, Reading, Row

OPEN = "inspector-goes-to"
"""What stands among the folded words while the section is open: it is closed until somebody asks."""
_MOST_ROWS = 12
_WAITING = Row("", "", "worked out as soon as the steps rest", None, None, (), None, "", "", goes="value")


def with_uses(frame: Frame, reading: Reading) -> Reading:
    """The reading with how many lines read the number and, where that is open, what each of them makes of it."""
    scene, focus = frame.scene, reading.focus
    if reading.status in ("missing", "outside") or reading.whole_loss:
        return reading
    key = ("readers", focus.name, focus.adjoint)
    lines = kept(scene.trace, key, lambda: reading_lines(scene.trace, focus.name, adjoint=focus.adjoint))
    reading = replace(reading, readers=len(lines))
    if OPEN not in scene.state.folded or not lines:
        return reading
    if reading.shown == "uses":  # the same lines without numbers
        reading = replace(reading, rows=tuple(row for row in reading.rows if row.link and row.link.adjoint))
    source = Source(focus.name, focus.adjoint, focus.moment, focus.unit, scene.state.example)
    key_of_uses = ("uses", source)
    if not (frame.settled or frame.figure or is_kept(scene.trace, key_of_uses)):
        return replace(reading, goes=(_WAITING,))
    uses = kept(scene.trace, key_of_uses, lambda: uses_of(scene.trace, source, most=1))
    rows = tuple(_row(scene, use) for use in uses[:_MOST_ROWS])
    if len(uses) > _MOST_ROWS:
        more = f"{len(uses) - _MOST_ROWS} more lines"
        rows += (Row("", "", more, None, None, (), None, "", f"{more} read it as well", goes="value"),)
    return replace(reading, goes=rows)


def _row(scene: Scene, use: Use) -> Row:
    """The largest of what one line makes with the number, and what the others come to."""
    network, one = scene.network, use.consequences[0]
    target, digits = one.target, scene.state.digits
    moment = None if target.moment is None else target.moment + 1
    kind = Adjoint if target.adjoint else Value
    node = kind(target.name, NOW if target.moment is not None else None, network.quantities[target.name].shape)
    known = scene.known(target.name, target.adjoint, target.moment)
    where = unit_words(network, target.name, target.unit)
    remark = where if known else ", ".join(filter(None, (where, "not computed yet")))
    lines = [Line("", remark)] if remark else []
    if use.others:
        total = f": {format_number(use.others_sum, digits=digits)}" if known else ""
        lines.append(Line("", f"and {use.others:,} more{total}"))
    share = f"{100.0 * one.share:.0f} % of all that makes it" if known else "not computed yet"
    text = plain(node, network, moment=moment)
    place = f"{text}, {where}".removesuffix(", ")
    return Row(
        str(use.line.number),
        latex(node, network, moment=moment),
        text,
        one.number if known else None,
        one.share if known else None,
        tuple(lines),
        Selection(target.name, target.adjoint, target.moment, target.unit),
        "" if moment is None else str(moment),
        f"Line {use.line.number} reads it and makes {place}: {share}\nClick: travel to it",
        goes="adjoint" if target.adjoint else "value",
    )

"""What can be pointed at in the program: bars, lines, every quantity in a formula, and the numbers."""

from functools import lru_cache

from PySide6.QtCore import QRectF

from engine.expression import Adjoint, Reference
from engine.identity import Same
from engine.notation.plain import plain
from explorer.command import Request
from explorer.scene import Scene
from explorer.state import Selection
from explorer.view import Frame, Spot
from explorer.views.program.gutter import gutter_spot
from explorer.views.program.listing import Listing, Placed, arrange
from explorer.views.program.words import Words, bar_words, is_outside, reference_moment

REACH = 2.0
"""How far beyond its ink a quantity can be hit, in px."""


def spots_of(frame: Frame) -> list[Spot]:
    """All spots of the whole listing, also of what is scrolled away; kept, because hovering paints the same scene."""
    return list(_spots(Same(frame.scene), Same(arrange(frame))))


@lru_cache(maxsize=4)
def _spots(same: Same[Scene], listing: Same[Listing]) -> tuple[Spot, ...]:
    words = Words(same.held)
    spots = [
        Spot(bar.rect, bar_words(bar.block), None if bar.block.fixed else Request("fold", bar.block.section))
        for bar in listing.held.bars
    ]
    for placed in listing.held.lines:
        spots += _of_line(words, placed)
    return tuple(spots)


def _of_line(words: Words, placed: Placed) -> list[Spot]:
    scene, line = words.scene, placed.line
    moment = scene.moment if line.timed else None
    run_to = Request("run-to", (line.number, moment))
    tip = words.line(line, placed.shown.number)
    own = scene.moment if scene.network.quantities[line.name].timed and line.section != "loss" else None
    spots = [Spot(placed.rect, tip, Request("select", Selection(line.name, line.adjoint, None)), run_to)]
    for reference, box in placed.setting.references:
        rect = box.translated(placed.corner).adjusted(-REACH, -REACH, REACH, REACH)
        spots.append(_of_reference(words, placed, reference, rect))
    spots.append(Spot(placed.badge, tip, Request("select", Selection(line.name, line.adjoint, own)), run_to))
    if placed.inside is not None:
        inside, rect = placed.inside, placed.rect
        text = words.part(plain(inside.latest, scene.network), inside.shown.number, inside.done, inside.count)
        spots.append(Spot(QRectF(rect.left(), rect.bottom() - inside.height, rect.width(), inside.height), text))
    gutter = gutter_spot(scene, placed)
    if gutter is not None:
        spots.append(gutter)
    return spots


def _of_reference(words: Words, placed: Placed, reference: Reference, rect: QRectF) -> Spot:
    scene, line = words.scene, placed.line
    moment = reference_moment(scene, line, reference)
    selection = Selection(reference.name, isinstance(reference, Adjoint), moment)
    request = None if is_outside(scene, moment) else Request("select", selection)
    run_to = Request("run-to", (line.number, scene.moment if line.timed else None))
    return Spot(rect, words.reference(line, reference, moment), request, run_to)

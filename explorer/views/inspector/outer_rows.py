"""The rows of numbers that no single equation makes: the sum of the objective, and where a given number is used."""

from dataclasses import replace

import numpy as np

from engine.expression import NOW, Value, references
from engine.notation.latex import latex
from engine.notation.lines import left_side, line_latex, line_text
from engine.notation.plain import plain
from explorer.scene import Focus, Scene
from explorer.state import Selection
from explorer.views.inspector.reading import MOST_TERMS, Line, Row
from explorer.views.inspector.words import moment_words


def loss_rows(scene: Scene, *, visible: bool) -> tuple[Row, ...]:
    """The objective at each moment, summed over the examples, the largest first; without time one row per example."""
    network, name = scene.network, scene.network.objective
    array, timed = scene.trace.values[name], network.quantities[name].timed
    numbers = array.sum(axis=-1) if timed else array
    order = (
        sorted(range(len(numbers)), key=lambda place: -abs(float(numbers[place])))
        if visible
        else list(range(len(numbers)))
    )
    of_all = float(np.abs(numbers).sum())
    listed = order if len(order) <= MOST_TERMS else order[: MOST_TERMS - 1]
    node, rows = Value(name, NOW if timed else None, ()), []
    for mark, place in enumerate(listed, 1):
        moment = place if timed else None
        number = float(numbers[place]) if visible else None
        remark = (
            f"all {scene.trace.examples} examples"
            if timed and scene.trace.examples > 1
            else ""
            if timed
            else f"example {place}"
        )
        text = plain(node, network, moment=place + 1 if timed else None)
        rows.append(
            Row(
                str(mark),
                latex(node, network, moment=place + 1 if timed else None),
                text,
                number,
                abs(float(numbers[place])) / of_all if visible and of_all else None,
                (Line("", remark),) if remark else (),
                Selection(name, False, moment),
                str(place + 1) if timed else "",
                f"{text}, {remark}".rstrip(", "),
            )
        )
    if len(listed) < len(order):
        rest = float(numbers[order[len(listed) :]].sum())
        rows.append(
            Row(
                "",
                "",
                f"{len(order) - len(listed)} others",
                rest if visible else None,
                abs(rest) / of_all if visible and of_all else None,
                (),
                None,
                "",
                "All other moments, added up",
            )
        )
    return tuple(rows)


def use_rows(scene: Scene, focus: Focus) -> tuple[Row, ...]:
    """The forward lines that read a given number, each with a link to what it makes."""
    rows: list[Row] = []
    for line in scene.program.section("forward", "update"):
        used = [part for part in references(line.expression) if part.name == focus.name and isinstance(part, Value)]
        if not used:
            continue
        moment = scene.moment if line.timed else None
        if focus.moment is not None and used[0].offset is not None and not used[0].offset.factors:
            moment = focus.moment - used[0].offset.constant
        if moment_words(scene, moment):
            continue
        written = None if moment is None else moment + 1
        text = line_text(line, scene.network, moment=written)
        short = latex(left_side(line, scene.network), scene.network, moment=written) + r" = \ldots"
        rows.append(
            Row(
                str(line.number),
                line_latex(line, scene.network, moment=written),
                text,
                None,
                None,
                (),
                Selection(line.name, False, moment),
                "" if moment is None else str(moment + 1),
                f"Line {line.number}: {text}\nClick: travel to it",
                short=short,
            )
        )
    if focus.name in scene.trace.adjoints and (own := scene.program.line_of.get((focus.name, True))) is not None:
        node = left_side(own, scene.network)
        node = replace(node, offset=NOW) if focus.moment is not None else node
        written = None if focus.moment is None else focus.moment + 1
        symbol, text = latex(node, scene.network, moment=written), plain(node, scene.network, moment=written)
        rows.append(
            Row(
                str(own.number),
                symbol,
                f"its adjoint {text}",
                None,
                None,
                (Line("", "its adjoint"),),
                Selection(focus.name, True, focus.moment),
                "",
                f"Its adjoint {text}, made by line {own.number}\nClick: travel to it",
            )
        )
    return tuple(rows)

"""Reads a scene: where the number in focus comes from, with every number that is not computed yet left out."""

from dataclasses import replace

from engine.derivation.program import Line as ProgramLine
from engine.errata.printing import printing
from engine.expression import NOW, Adjoint, Number, Reference, Total, Value
from engine.identity import Same
from engine.language.network import Network
from engine.notation.latex import latex
from engine.notation.plain import plain
from engine.run.explanation import ExplainedTerm, Explanation, explain
from explorer.scene import Focus, Scene
from explorer.scenery.units import unit_words
from explorer.views.inspector.comparing import compared
from explorer.views.inspector.keeping import kept
from explorer.views.inspector.outer_rows import loss_rows, use_rows
from explorer.views.inspector.reading import Reading, Shown, Status
from explorer.views.inspector.rows import Rows
from explorer.views.inspector.words import drawn_from, kind_of, moment_words, shape_words, symbol_words


def read(scene: Scene) -> Reading | None:
    """What the inspector says about the number in focus; None while there is none."""
    focus = scene.focus
    if focus is None:
        return None
    status, state = status_of(scene, focus), scene.state
    key = (
        "reading",
        focus,
        status,
        state.example,
        state.digits,
        state.preview,
        sums_the_loss(scene),
        None if scene.network.quantities[focus.name].batched else scene.moment,
        None if scene.other is None else Same(scene.other.trace),
        state.contrast,
    )
    return kept(scene.trace, key, lambda: compared(scene, _read(scene, focus, status)))


def sums_the_loss(scene: Scene) -> bool:
    """Whether what runs next is the sum of the objective, and nothing else was chosen."""
    return scene.state.selection is None and scene.event is not None and scene.event.line.section == "loss"


def runs_next(scene: Scene, focus: Focus) -> bool:
    """Whether the event that runs next makes the number in focus."""
    event = scene.event
    if event is None or event.line.section == "loss":
        return event is not None and sums_the_loss(scene)
    return event.line is scene.program.line_of.get((focus.name, focus.adjoint)) and event.moment == focus.moment


def status_of(scene: Scene, focus: Focus) -> Status:
    """Whether the number is known, runs next, is not computed yet, or does not exist at all."""
    if not scene.exists(focus.name, focus.adjoint):
        return "missing"
    if moment_words(scene, focus.moment):
        return "outside"
    if runs_next(scene, focus):
        return "next"
    return "known" if scene.known(focus.name, focus.adjoint, focus.moment) else "absent"


def target(network: Network, focus: Focus) -> Reference:
    """The number's quantity as a reference at its own moment."""
    offset, shape = NOW if focus.moment is not None else None, network.quantities[focus.name].shape
    return Adjoint(focus.name, offset, shape) if focus.adjoint else Value(focus.name, offset, shape)


def _read(scene: Scene, focus: Focus, status: Status) -> Reading:
    if sums_the_loss(scene):
        return _loss(scene, focus)
    network, written = scene.network, None if focus.moment is None else focus.moment + 1
    line = scene.program.line_of.get((focus.name, focus.adjoint))
    visible = status == "known" or (status == "next" and scene.state.preview)
    head = target(network, focus)
    reading = Reading(
        focus,
        status,
        scene.family(focus.name, focus.adjoint),
        latex(head, network, moment=written),
        plain(head, network, moment=written),
        unit_words(network, focus.name, focus.unit),
        kind_of(network, focus),
        shape_words(network.quantities[focus.name].shape),
        "" if line is None else _made_by(line, focus),
        scene.number(focus.name, focus.adjoint, focus.moment, focus.unit, ahead=True) if visible else None,
        checkable=focus.adjoint and visible and not scene.stale,
        printed=printing(network, focus.name, adjoint=focus.adjoint),
    )
    if status == "missing":
        why = f"{symbol_words(network, network.objective, adjoint=False, moment=None)} does not depend on it"
        return replace(reading, remarks=(f"There is no adjoint: {why}.",))
    if status == "outside":
        early = focus.moment is not None and focus.moment < 0
        words = "values before the first moment" if early else "adjoints after the last"
        return replace(
            reading, number=0.0, status="known", remarks=(f"It is zero: so are all {words}.",), checkable=False
        )
    if not focus.adjoint and network.quantities[focus.name].role not in ("defined", "updated"):
        return replace(
            reading, shown="uses", rows=use_rows(scene, focus), remarks=(drawn_from(scene, focus),), result="as given"
        )
    return _explained(scene, reading)


def _made_by(line: ProgramLine, focus: Focus) -> str:
    return f"line {line.number}" if line.name == focus.name else f"inside line {line.number}"


def _explained(scene: Scene, reading: Reading) -> Reading:
    """The terms of a number that an equation makes."""
    focus, status, network = reading.focus, reading.status, scene.network
    whole = _total(scene, focus)
    summed = whole is not None
    visible = reading.number is not None
    result = "after this line" if status == "next" else "not computed yet" if status == "absent" else ""
    if whole is not None and not visible:
        over = "moments and examples" if whole.moments else "examples"
        return replace(
            reading,
            formula=latex(whole, network),
            formula_text=plain(whole, network),
            result=result,
            remarks=(f"A sum over all {over}: complete once the backward pass is.",),
        )
    explanation = _seeded(
        scene,
        explain(
            scene.trace,
            focus.name,
            adjoint=focus.adjoint,
            moment=focus.moment,
            unit=focus.unit,
            example=scene.state.example,
        ),
    )
    if not explanation.terms:
        remark = "The adjoint of the objective itself is 1: it is what is differentiated."
        return replace(reading, remarks=(remark,), result=result or "by definition")
    rows = Rows(scene, focus, explanation, visible)
    only = explanation.terms[0]
    several = whole is not None and whole.examples and scene.trace.examples > 1
    if len(explanation.terms) > 1 or (several and not only.products):
        return replace(
            reading, shown="terms", rows=rows.terms(), result=result or _counted(scene, explanation, summed=summed)
        )
    shown: Shown = "products" if only.products else "factors"
    written = None if focus.moment is None else focus.moment + 1
    sign = "-" if only.negative else ""
    return replace(
        reading,
        shown=shown,
        rows=rows.products() if only.products else rows.factors(),
        formula=sign + latex(only.expression, network, moment=written),
        formula_text=sign + plain(only.expression, network, moment=written),
        substituted=rows.substituted(only) if status != "absent" and not only.products else "",
        result=result or (_products_counted(scene, only, several=several) if only.products else "the result"),
    )


def _products_counted(scene: Scene, term: ExplainedTerm, *, several: bool) -> str:
    """How many products were added up, and over how many examples."""
    found = len(term.products)
    if any(part.factors for part in term.products):
        words = "one product" if found == 1 else f"sum of {found:,} products"
    else:
        words = "the result" if found == 1 else f"sum of {found:,} numbers"
    return f"{words}, {scene.trace.examples} examples" if several else words


def _counted(scene: Scene, explanation: Explanation, *, summed: bool) -> str:
    """How many terms were added up."""
    if not summed:
        return f"sum of {len(explanation.terms)} terms"
    examples = f"{scene.trace.examples} examples" if scene.trace.examples > 1 else ""
    moments = f"{len(explanation.terms)} moments" if len(explanation.terms) > 1 else ""
    return "sum of " + ", ".join(part for part in (moments, examples) if part)


def _total(scene: Scene, focus: Focus) -> Total | None:
    """The sum over moments or examples that the number is, if it is one."""
    if not focus.adjoint:
        return None
    equation = scene.program.adjoints[focus.name]
    flows = equation.with_altered(scene.trace.altered)
    only = flows[0].expression if len(flows) == 1 else None
    return only if isinstance(only, Total) else None


def _seeded(scene: Scene, explanation: Explanation) -> Explanation:
    """With the 1 that the adjoint of the objective starts from, where other terms are added to it."""
    found, name = explanation.terms, explanation.target.name
    if not explanation.target.adjoint or not scene.program.adjoints[name].seeded or not found:
        return explanation
    if isinstance(found[0].expression, Number):
        return explanation
    one = ExplainedTerm(Number(1.0), False, 1.0, 0.0, (), (), None)
    weight = 1.0 + sum(abs(term.number) for term in found)
    return replace(explanation, terms=tuple(replace(term, share=abs(term.number) / weight) for term in (one, *found)))


def _loss(scene: Scene, focus: Focus) -> Reading:
    """The sum of the objective over moments and examples, which runs between the two passes."""
    network, name = scene.network, scene.network.objective
    head = Value(name, None, ())
    visible = scene.state.preview
    line = scene.event.line if scene.event else scene.program_end
    over = "moments and examples" if scene.trace.moments else "examples"
    return Reading(
        focus,
        "next",
        "value",
        latex(head, network),
        plain(head, network),
        f"sum over all {over}",
        "value",
        "one number",
        f"line {line.number}",
        scene.trace.loss if visible else None,
        "terms",
        loss_rows(scene, visible=visible),
        result="after this line",
        whole_loss=True,
    )

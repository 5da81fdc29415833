"""Formulas of a path: the symbol of an adjoint, the factors of a stretch, the way it goes."""

from engine.notation.latex import latex
from engine.run.links import Link
from engine.run.path import Stretch
from explorer.drawing.formula import Formula, safe_typeset
from explorer.scene import Scene
from explorer.scenery.paths import straight_only
from explorer.scenery.quantities import short_latex
from explorer.views.path.words import factor_words

_SIZE = 17.0


def adjoint_symbol(scene: Scene, name: str) -> Formula:
    """The adjoint's symbol on one line."""
    return safe_typeset(short_latex(scene.network, name, adjoint=True), name, _SIZE)


def factors_of(scene: Scene, stretch: Stretch) -> Formula:
    """The factors of one turn; with their moment where there is one turn only."""
    links = stretch.links[: stretch.period]
    parts = [_link_latex(scene, link, one=stretch.turns == 1) for link in links]
    written = r"\,\cdot\,".join(part for part in parts if part != "1") or "1"
    return safe_typeset(written, factor_words(scene, links), _SIZE)


def _link_latex(scene: Scene, link: Link, *, one: bool) -> str:
    moment = link.at.moment + 1 if one and link.at.moment is not None else None
    if link.to is None and straight_only(scene, link.at.name):
        return latex(scene.program.adjoints[link.at.name].expression, scene.network, moment=moment)
    if not link.factors:
        return "1" if link.factor == 1.0 else latex(link.expression, scene.network, moment=moment)
    parts = [latex(part.expression, scene.network, moment=moment) for part in link.factors]
    product = 1.0
    for part in link.factors:
        product *= part.number
    sign = "-" if product * link.factor < 0.0 else ""
    return sign + r"\,".join(f"({part})" if " + " in part or " - " in part else part for part in parts)


def way_of(scene: Scene, stretch: Stretch) -> Formula:
    """From which adjoint to which, against the arrow of computing: where it arrives stands left."""
    links = stretch.links[: stretch.period]
    names = [short_latex(scene.network, link.at.name, adjoint=True) for link in links]
    last = stretch.links[-1].to
    goal = scene.network.objective if last is None else last.name
    names.append(short_latex(scene.network, goal, adjoint=last is not None))
    return safe_typeset(r" \leftarrow ".join(names), " ← ".join([*(link.at.name for link in links), goal]), _SIZE)

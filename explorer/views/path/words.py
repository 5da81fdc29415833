"""What the picture of a path says in words: the number, how many factors make it, which matter, and the rest."""

from collections.abc import Sequence
from math import isfinite

from engine.notation.plain import plain
from engine.run.links import Link
from engine.run.path import Path, Stretch
from explorer.scene import Scene
from explorer.scenery.paths import Asked
from explorer.scenery.quantities import symbol_words
from explorer.scenery.units import unit_words
from explorer.theme.numbers import MINUS, TIMES, format_limit, format_number

_MOST_OF_IT, _LITTLE = 0.5, 0.1


def number_words(scene: Scene, name: str, moment: int | None, unit: tuple[int, ...]) -> str:
    """Such as "ε_s at t = 3, unit 2"."""
    parts = [symbol_words(scene, name, adjoint=True, moment=None)]
    if scene.network.quantities[name].timed:
        parts[0] = parts[0].replace("[t]", "")
        parts[0] += f" at t = {(moment or 0) + 1}"
    return ", ".join(filter(None, (*parts, unit_words(scene.network, name, unit))))


def short(number: float, *, signed: bool = True) -> str:
    """A number in three significant digits, such as +0.0123, −2.1e−07 or 0."""
    if not isfinite(number) or not number:
        return format_number(number)
    sign = "+" if number > 0.0 and signed else ""
    return f"{sign}{format_limit(number)}"


def times_sign(factor: float) -> str:
    """A factor after its sign: "× 0.155", "× (−0.892)"."""
    text = short(factor, signed=False)
    return f"{TIMES} ({text})" if text.startswith(MINUS) else f"{TIMES} {text}"


def times_words(stretch: Stretch) -> str:
    """From which moment to which, as the window counts them; "" without time."""
    moments = [link.at.moment for link in stretch.links if link.at.moment is not None]
    if not moments:
        return ""
    first, last = min(moments) + 1, max(moments) + 1
    return f"t = {first}" if first == last else f"t = {first} … {last}"


def factor_words(scene: Scene, links: Sequence[Link], *, moment: int | None = None) -> str:
    """The factors of some links as plain text, joined by ×."""
    written = [plain(part.expression, scene.network, moment=moment) for link in links for part in link.factors]
    return f" {TIMES} ".join(written) if written else "1"


def sentences(scene: Scene, asked: Asked, path: Path, groups: Sequence[Stretch]) -> list[str]:
    """Two or three sentences: the number, the way and its factors, and what stands for the rest."""
    what = number_words(scene, asked.name, asked.moment, asked.unit)
    found = [f"{what} is {short(path.number)}."]
    count = len(path.links)
    if path.end == "put in":
        found[0] += (
            " Every way from the loss leads through a value that was put in by hand, and nothing flows back there."
        )
        return found
    if path.end != "loss" or not count:
        found[0] += " No later line reads it." if path.end == "nothing" else " It is where the way back begins."
        return found
    if not isfinite(path.number):
        found[0] += f" {_unsound(scene, path)}"
        return found
    ways = f"{count} factor{'' if count == 1 else 's'}"
    found[0] += f" The largest way from the loss to it has {ways}, together {short(path.contribution)}{_share(path)}"
    return [*found, *filter(None, (_longest(scene, groups), _smallest(scene, path)))]


def _unsound(scene: Scene, path: Path) -> str:
    """Where on the way back it began to be no number."""
    first = next(link for link in reversed(path.links) if not isfinite(link.number))
    where = number_words(scene, first.at.name, first.at.moment, first.at.unit)
    return f"On the way back from the loss {where} is the first that is not finite ({short(first.number)})."


def _share(path: Path) -> str:
    """How much of the number the path is, or that others weigh more."""
    part = path.explained
    if part is None:
        return "." if path.contribution else ", because one of them is 0."
    if part < 0.0:
        return ". Its sign is not that of the number: many other ways together weigh more."
    if part > 1.0 / _LITTLE:
        return f", {part:,.0f} times the number: other ways take nearly all of it away again."
    percent = f"{100.0 * part:.0f} %"
    if part > 1.05:
        return f", {percent} of the number: other ways take some of it away."
    if part >= _MOST_OF_IT:
        return f", {percent} of the number."
    return f", {'less than 1 %' if part < 0.01 else percent} of the number: many ways add up to it."


def _longest(scene: Scene, groups: Sequence[Stretch]) -> str:
    """What the longest stretch of equal factors makes."""
    longest = max(groups, key=lambda group: group.turns * group.period)
    if longest.turns < 2:
        return ""
    names = factor_words(scene, longest.links[: longest.period])
    size = abs(longest.factor)
    mean = size ** (1.0 / longest.turns) if size and isfinite(size) else size
    return (
        f"Over {times_words(longest)} it is {longest.turns} times {names}, on average {short(mean, signed=False)} "
        f"a moment: {short(size, signed=False)} in all."
    )


def _smallest(scene: Scene, path: Path) -> str:
    """The factor that makes the number smallest."""
    if len(path.links) < 2:
        return ""
    least = min(path.links, key=lambda link: abs(link.factor))
    moment = least.at.moment
    when = "" if moment is None else f" at t = {moment + 1}"
    name = "what the loss sends" if least.to is None else factor_words(scene, (least,))
    return f"The smallest factor is {short(least.factor)}{when} ({name})."

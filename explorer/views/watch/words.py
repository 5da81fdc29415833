"""What a watch says in words: how it changed, and all that its number is."""

import numpy as np

from explorer.scene import Scene
from explorer.scenery.watching import Now, Series, unit_for
from explorer.theme.numbers import format_number


def change_words(scene: Scene, series: Series, found: Now) -> str:
    """The change from the number computed before, or what was computed last where the moment's is not known yet."""
    digits = scene.state.digits
    if found.latest is not None:
        number, moment = found.latest
        told = _holds(number) if series.watch.condition else format_number(number, digits=digits)
        return f"{told} at t = {moment + 1}"
    if found.change is None or series.watch.condition:
        return ""
    return f"Δ {format_number(found.change, digits=digits)}"


def _holds(number: float) -> str:
    return "holds" if number else "no"


def watch_tip(scene: Scene, series: Series, found: Now) -> str:
    """The number in full, of which unit it is, the norm of all, and what the change is counted from."""
    watch = series.watch
    row = scene.moment or 0 if watch.timed else 0
    at = f" at t = {row + 1}" if watch.timed else ""
    if found.number is None:
        lines = [f"{watch.text}{at}: not computed yet"]
        if found.latest is not None:
            lines.append(f"beside the curve: what was computed last, t = {found.latest[1] + 1}")
        return "\n".join(lines)
    told = _holds(found.number) if watch.condition else format_number(found.number, digits=8)
    unit = unit_for(scene, watch)
    of = f", unit {', '.join(map(str, unit))}" if unit else ""
    lines = [f"{watch.text}{at}{of}: {told}"]
    if unit and not watch.condition:
        with np.errstate(all="ignore"):
            norm = float(np.sqrt(np.square(series.numbers[row].astype(np.float64)).sum()))
        lines.append(f"norm of all {series.numbers.shape[1]}: {format_number(norm, digits=8, signed=False)}")
    if found.change is not None:
        lines.append("Δ is counted from the number computed before, a moment earlier; of adjoints a moment later")
    return "\n".join(lines)

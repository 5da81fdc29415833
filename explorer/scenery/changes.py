"""What was put in by hand, in words as they stand on the screen: moments from 1, units and examples from 0."""

from engine.expression import Value
from engine.notation.plain import plain
from engine.run.intervention import Intervention, Part
from explorer.scene import Scene
from explorer.theme.numbers import format_number


def change_words(scene: Scene, change: Intervention) -> str:
    """One change as it is read on the screen: symbol, entry, moments from 1, value."""
    entry = ", ".join(filter(None, (entry_words(scene, change), example_words(scene, change))))
    return f"{entry} = {format_number(change.value, digits=scene.state.digits)}"


def entry_words(scene: Scene, change: Intervention) -> str:
    """The entry that a change means: `b_φ[2] at t = 4–7`; all units are not said."""
    quantity = scene.network.quantities.get(change.name)
    if quantity is None:
        return change.name
    index = list(change.index)
    moments = index.pop(0) if quantity.timed and index else None
    if quantity.batched and index:
        index.pop(0)
    symbol = plain(Value(change.name), scene.network)
    units = ", ".join("all" if part is None else moments_words(part, -1, first=0) for part in index)
    words = f"{symbol}[{units}]" if any(part is not None for part in index) else symbol
    if quantity.timed:
        told = moments_words(moments, scene.trace.moments or 0)
        words += f" at {'every moment' if told == 'all' else f't = {told}'}"
    return words


def example_words(scene: Scene, change: Intervention) -> str:
    """The example that a change is of, where there are several; nothing where it is of all."""
    quantity = scene.network.quantities.get(change.name)
    if quantity is None or not quantity.batched or scene.trace.examples == 1:
        return ""
    part = dict(enumerate(change.index)).get(1 if quantity.timed else 0)
    return "" if part is None else f"example {moments_words(part, -1, first=0)}"


def moments_words(part: Part, length: int, *, first: int = 1) -> str:
    """The places of an axis that an index means, counted from `first`: `4`, `4–7` or `all`."""
    if isinstance(part, int):
        return str(part + first)
    if part is None or (part.start, part.stop) == (0, length):
        return "all"
    return f"{part.start + first}–{part.stop + first - 1}"

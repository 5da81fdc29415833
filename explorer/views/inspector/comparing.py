"""What the inspector adds where two runs are compared: the number before and after, and the difference in words."""

from dataclasses import replace

from explorer.scene import Focus, Scene
from explorer.scenery.contrast import comparable, contrasted
from explorer.theme.numbers import format_number
from explorer.views.inspector.reading import Reading


def compared(scene: Scene, reading: Reading) -> Reading:
    """The reading with both numbers in a sentence; of a difference, which is made by no equation, only that."""
    if scene.other is None or reading.number is None or reading.whole_loss:
        return reading
    if scene.apart is not None:
        words = f"{_both(scene, reading.focus, reading.number)} A difference is made by no line: it has no terms."
        bare = replace(reading, shown="nothing", rows=(), formula="", substituted="", checkable=False)
        return replace(bare, remarks=(words,), result="after less before")
    if not comparable(scene):
        return reading
    difference = contrasted(replace(scene, state=replace(scene.state, contrast="difference")))
    focus = reading.focus
    number = difference.number(focus.name, focus.adjoint, focus.moment, focus.unit, ahead=True)
    if scene.state.contrast == "before" and number is not None:
        number = -number
    return replace(reading, remarks=(*reading.remarks, _both(scene, focus, number)))


def _both(scene: Scene, focus: Focus, difference: float | None) -> str:
    """The number in the other run and in this one, in the order of before and after."""
    digits = scene.state.digits
    traces = (scene.other.trace if scene.other is not None else scene.trace, scene.apart or scene.trace)
    if scene.state.contrast == "before":
        traces = (traces[1], traces[0])
    quantity = scene.network.quantities[focus.name]
    lead = () if not quantity.batched else (*((focus.moment,) if quantity.timed else ()), scene.state.example)
    held = [trace.adjoints if focus.adjoint else trace.values for trace in traces]
    before, after = (format_number(float(arrays[focus.name][(*lead, *focus.unit)]), digits=digits) for arrays in held)
    return f"Before {before}, after {after}: difference {format_number(difference, digits=digits)}."

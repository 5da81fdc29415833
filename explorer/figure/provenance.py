"""The words of a figure: where the cursor stands, a caption, and where every number on it comes from."""

from engine.notation.lines import left_side
from engine.notation.plain import quantity_text
from engine.stepping.place import parts_of
from engine.stepping.schedule import Event
from explorer.scene import Scene
from explorer.view import View

SEPARATOR = " · "
MOST_CHANGES = 8
"""Of so many values that were put in by hand each is named."""


def cursor_words(scene: Scene) -> str:
    """Where the cursor stands: `before ε_s at t = 11, BACKWARD`."""
    event = scene.event
    if event is None:
        return "at the end"
    name = _made(scene, event)
    part = scene.state.place.part
    parts = len(parts_of(event.line.expression))
    inside = f"inside {name}, {part} of {parts} parts computed," if part else f"before {name}"
    when = "" if event.moment is None else f" at t = {event.moment + 1}"
    return f"{inside}{when}, {scene.phase}"


def title_words(view: View, scene: Scene) -> str:
    """The title that travels inside the file: the view, what it shows, and where."""
    return f"{view.title}{SEPARATOR}{scene.prepared.title}{SEPARATOR}{cursor_words(scene)}"


def _made(scene: Scene, event: Event) -> str:
    return quantity_text(scene.network, left_side(event.line, scene.network), "")


def caption_words(view: View, scene: Scene) -> str:
    """One or two sentences: what the view shows, and what is known at the cursor."""
    summary, event = _sentence(view.summary), scene.event
    if event is None:
        return f"{summary} Everything is computed."
    if scene.position == 0 and not scene.state.place.part:
        return f"{summary} Nothing is computed yet; “—” stands for what is not known."
    when = "" if event.moment is None else f" at moment {event.moment + 1}"
    return f"{summary} The run stands before {_made(scene, event)}{when}; “—” stands for what is not computed yet."


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def provenance(scene: Scene) -> tuple[str, ...]:
    """The parts of the line under the caption: scenario, network, iteration, example, cursor, unit, seed, precision."""
    state, network = scene.state, scene.network
    sizes = ", ".join(f"{name}={size}" for name, size in network.sizes.items())
    moments = scene.trace.moments
    parts = ["Chainrule", scene.prepared.title.rstrip("."), network.name + (f" ({sizes})" if sizes else "")]
    if moments is not None:
        parts.append(f"{moments} moment{'' if moments == 1 else 's'}")
    if state.opening.correlate is not None:
        parts.append("kernels as they stand (xcorr)" if state.opening.correlate else "kernels turned (conv)")
    if state.recording:
        parts.append(f"iteration {state.iteration:,}")
    parts += [f"example {state.example}", f"cursor {cursor_words(scene)}"]
    if scene.units > 1:
        parts.append(f"unit {min(state.unit, scene.units - 1)}")
    parts += [f"seed {scene.prepared.seed}", str(scene.trace.dtype)]
    parts += [f"by hand: {change.words}" for change in state.in_force[:MOST_CHANGES]]
    if len(state.in_force) > MOST_CHANGES:
        parts.append(f"and {len(state.in_force) - MOST_CHANGES} more by hand")
    if scene.stale:
        parts.append("stale: a newer run was being computed")
    return tuple(parts)

"""The sections of the program: which lines of each are shown, and what is remarked on it."""

from dataclasses import dataclass

from engine.derivation.program import Line, Section
from explorer.scene import Scene

SECTIONS: tuple[Section, ...] = ("forward", "loss", "backward", "parameters", "inputs", "update")
_FOLDED_WHEN_COMPACT = frozenset({"forward", "loss", "parameters", "inputs"})


@dataclass(frozen=True, slots=True)
class Block:
    """One section: all its lines, those shown, and whether it is open. `fixed`: a click would change nothing."""

    section: Section
    lines: tuple[Line, ...]
    shown: tuple[Line, ...]
    is_open: bool
    remark: str
    fixed: bool = False

    @property
    def title(self) -> str:
        """The section's name."""
        return self.section.capitalize()


def blocks(scene: Scene, *, compact: bool) -> tuple[Block, ...]:
    """All sections that have lines.

    A folded section still shows the line that runs next: that line never leaves the screen. On a small screen all
    but Backward start folded, a choice then opens them, and the one that runs is open in any case. The update, which
    may have a hundred lines, starts folded on every screen and then shows those of the parameter that is updated.
    """
    program = scene.program
    running = scene.event.line if scene.event else None
    found: list[Block] = []
    for section in SECTIONS:
        lines = program.section(section)
        if not lines:
            continue
        here = running is not None and running.section == section
        chosen = section in scene.state.folded
        if section == "update":
            at = running if scene.event else lines[-1]
            shown = lines if chosen else tuple(line for line in lines if at is not None and line.gate == at.gate)
            found.append(Block(section, lines, shown, chosen, _remark(scene, section, lines, chosen)))
            continue
        turned = compact and section in _FOLDED_WHEN_COMPACT
        is_open = (here or chosen) if turned else not chosen
        shown = lines if is_open else (running,) if here and running is not None else ()
        found.append(Block(section, lines, shown, is_open, _remark(scene, section, lines, is_open), turned and here))
    return tuple(found)


def _remark(scene: Scene, section: Section, lines: tuple[Line, ...], is_open: bool) -> str:
    count = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
    timed = scene.trace.moments is not None
    match section:
        case "forward":
            known = _known(scene, lines)
            return known if is_open else f"{count} · {known}"
        case "loss":
            return f"after t = {scene.trace.moments}" if timed else "after all forward lines"
        case "backward":
            way = "derived · runs right to left in t" if timed else "derived · runs from the loss back"
            return way if is_open else f"{count} · {_known(scene, lines)}"
        case "update":
            update = scene.program.update
            return f"{count} · {update.words if update else ''}"
        case _:
            return f"{count} · complete after t = 1" if timed else f"{count} · complete at the end"


def _known(scene: Scene, lines: tuple[Line, ...]) -> str:
    known = sum(scene.known(line.name, line.adjoint, scene.moment) for line in lines)
    at = "" if scene.moment is None else f" at t = {scene.moment + 1}"
    if known == len(lines):
        return f"all known{at}"
    return f"{known} of {len(lines)} known{at}" if known else f"none known yet{at}"

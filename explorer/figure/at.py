"""Reads where a picture is taken, as in `t=5,phase=backward,line=17,example=0,unit=3`, against a run."""

import re
from dataclasses import dataclass, replace

from engine.errors import ChainruleError
from engine.exchange.wording import met
from engine.language.formulas import nearest
from engine.stepping.place import Place
from engine.stepping.schedule import PHASES, Schedule
from explorer.scene import Scene
from explorer.state import Selection

KEYS = ("t", "phase", "line", "event", "example", "unit", "iteration")
AT_HELP = """\
--at is a list of KEY=VALUE, separated by commas; all may be left out:
  phase=forward|loss|backward|update|end   the cursor before the first event of the phase; end: everything is computed
  t=5           moment 5, counted from 1; without a phase or a line it is that of the forward pass
  line=17       just before line 17 of the program runs (at moment t, else where it runs first);
                `chainrule equations NETWORK` numbers the lines
  event=17      with t or phase the same as line=17; alone the place after 17 events from the start
  example=0     the example, counted from 0
  unit=3        the unit whose numbers are shown, counted from 0
  iteration=40  after 40 updates, in a recording (otherwise the newest is shown); elsewhere there is only 0
Without t, phase, line and event everything is computed (phase=end)."""
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class At:
    """What was written: moment (from 1), phase, line or event number, example and unit; None where nothing was."""

    text: str = ""
    t: int | None = None
    phase: str | None = None
    line: int | None = None
    event: int | None = None
    example: int | None = None
    unit: int | None = None
    iteration: int | None = None


def parse_at(text: str) -> At:
    """Reads the text without a run. Raises ChainruleError that names the key and what is allowed."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if key not in KEYS or not equals:
            what = f"no key {met(key)}{nearest(key, KEYS)}" if equals else f"{met(part)} is not KEY=VALUE"
            raise ChainruleError(f"--at {met(text)}: {what} (keys: {', '.join(KEYS)})")
        if key in found:
            raise ChainruleError(f"--at {met(text)}: {key} is given twice")
        found[key] = value
    phase = found.pop("phase", None)
    if phase is not None and phase not in (*PHASES, "end"):
        raise ChainruleError(f"--at: phase {met(phase)}; allowed are {', '.join(PHASES)} and end")
    for key, value in found.items():
        least = 1 if key in ("t", "line") else 0
        if not _NUMBER.fullmatch(value) or int(value) < least:
            raise ChainruleError(f"--at: {key}={value[:40]!r} is not a whole number from {least}")
    if "line" in found and "event" in found:
        raise ChainruleError(f"--at {met(text)}: line and event say the same; give one of them")
    return At(text, phase=phase, **{key: int(value) for key, value in found.items()})


def place_at(at: At, schedule: Schedule) -> Place:
    """The place in a run. Raises ChainruleError where the run has no such moment, line or event."""
    if at.t is not None and schedule.moments is None:
        raise ChainruleError(f"--at: t={at.t}, but {schedule.program.network.name} is a network without time")
    if at.t is not None and at.t > (schedule.moments or 0):
        raise ChainruleError(f"--at: t={at.t}; allowed are moments 1 to {schedule.moments}")
    number = at.line
    if at.event is not None and at.t is None and at.phase is None:
        if at.event > schedule.length:
            raise ChainruleError(f"--at: event={at.event}; allowed are 0 to {schedule.length}")
        return Place(at.event)
    if number is None and at.event is not None:
        number = at.event
    if number is not None:
        return _before_line(at, number, schedule)
    if at.phase is None and at.t is None:
        return Place(schedule.length)
    if at.t is None:
        starts = (segment.start for segment in schedule.segments if segment.phase == at.phase)
        return Place(next(starts, schedule.length))
    if at.phase in ("loss", "end"):
        raise ChainruleError(
            f"--at: t={at.t} with phase={at.phase}, which is outside time; leave t out, or take phase "
            "forward or backward"
        )
    for segment in schedule.segments:
        if segment.phase == (at.phase or "forward") and segment.moments[0] is not None:
            position = schedule.position_of(segment.lines[0], at.t - 1)
            if position is not None:
                return Place(position)
    raise ChainruleError(f"--at: nothing is computed at t={at.t} in phase {at.phase or 'forward'}")


def _before_line(at: At, number: int, schedule: Schedule) -> Place:
    key = "line" if at.line is not None else "event"
    lines = {line.number: (segment, line) for segment in schedule.segments for line in segment.lines}
    fitting = [
        n
        for n, (segment, line) in lines.items()
        if at.phase in (None, segment.phase) and (at.t is None or (line.timed and segment.phase != "loss"))
    ]
    if number not in fitting:
        where = "".join((f" at t={at.t}" if at.t is not None else "", f" in phase {at.phase}" if at.phase else ""))
        raise ChainruleError(f"--at: {key}={number}; lines that run{where} are {_ranges(fitting) or 'none'}")
    segment, line = lines[number]
    moment = at.t - 1 if at.t is not None else segment.moments[0]
    position = schedule.position_of(line, moment)
    assert position is not None
    return Place(position)


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 7 as `1–3, 7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def put_at(scene: Scene, at: At) -> Scene:
    """The scene with cursor, example and unit where `at` says. Raises ChainruleError for what the run does not have."""
    if at.example is not None and at.example >= scene.trace.examples:
        raise ChainruleError(f"--at: example={at.example}; {_choice(scene.trace.examples, 'example')}")
    if at.unit is not None and at.unit >= scene.units:
        raise ChainruleError(f"--at: unit={at.unit}; {_choice(scene.units, 'unit')}")
    state = replace(scene.state, place=place_at(at, scene.schedule), example=at.example or 0, unit=at.unit or 0)
    return replace(scene, state=state, limits={})


def _choice(count: int, word: str) -> str:
    return f"the only {word} is 0" if count == 1 else f"allowed are 0 to {count - 1}"


def parse_selection(text: str, scene: Scene) -> Selection:
    """The value or adjoint called `text` (`b_phi`, `eps_s`, `dE/dW_k`). Raises ChainruleError naming the nearest."""
    network = scene.network
    names = {name: Selection(name) for name in network.quantities}
    for name in network.quantities:
        if scene.exists(name, True):
            for called in (network.adjoint_name(name), f"d{network.objective}/d{name}"):
                if called is not None:
                    names.setdefault(called, Selection(name, adjoint=True))
    if text not in names:
        raise ChainruleError(
            f"--select {met(text)}: no value or adjoint of {network.name} is called so"
            f"{nearest(text, names)}; allowed are {', '.join(names)}"
        )
    return names[text]

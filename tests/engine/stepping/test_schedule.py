"""The schedule: every event once, in the order of the run, and what is known where agrees with marking as it runs."""

import pytest

import engine
from engine.expression import Adjoint, Expression, Offset, references
from engine.stepping.schedule import PHASES, Event, Schedule

CASES = [
    (name, moments) for name in engine.network_names() for moments in ((1, 4) if engine.load(name).timed else (None,))
]


def schedule_of(name: str, moments: int | None) -> Schedule:
    """The schedule of a built-in network over some moments."""
    return Schedule(engine.load(name).program, moments)


def events_of(schedule: Schedule) -> list[Event]:
    """Every event in order."""
    found = [schedule.event(position) for position in range(schedule.length)]
    return [event for event in found if event is not None]


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_every_line_runs_once_at_every_moment(name, moments):
    schedule = schedule_of(name, moments)
    events = events_of(schedule)
    assert [event.position for event in events] == list(range(schedule.length))
    assert schedule.event(schedule.length) is None
    wanted = {
        (line.number, moment)
        for line in schedule.program.lines
        for moment in (range(moments or 0) if line.timed else (None,))
    }
    ran = [(event.line.number, event.moment) for event in events]
    assert len(ran) == len(set(ran)) and set(ran) == wanted


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_forward_then_loss_then_backward_in_time(name, moments):
    """Moments rise on the way forward and fall on the way back."""
    events = events_of(schedule_of(name, moments))
    assert [PHASES.index(event.phase) for event in events] == sorted(PHASES.index(event.phase) for event in events)
    rising = [event.moment for event in events if event.phase == "forward" and event.moment is not None]
    falling = [event.moment for event in events if event.phase == "backward" and event.moment is not None]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_a_position_is_found_again(name, moments):
    schedule = schedule_of(name, moments)
    for event in events_of(schedule):
        assert schedule.position_of(event.line, event.moment) == event.position


def test_events_that_never_happen_have_no_position():
    schedule = schedule_of("rnn", 3)
    line = schedule.program.line_of["a_h", False]
    assert schedule.position_of(line, 3) is None
    assert schedule.position_of(line, -1) is None
    assert schedule.position_of(line, None) is None


def simulated(schedule: Schedule) -> list[set[tuple[str, bool, int | None]]]:
    """What has been computed at each position, by marking what each event makes."""
    network = schedule.program.network
    known: set[tuple[str, bool, int | None]] = set()
    for quantity in network.having("input", "target", "mask", "parameter"):
        known |= {(quantity.name, False, moment) for moment in moments_of(schedule, quantity.name)}
    states = [set(known)]
    for event in events_of(schedule):
        line = event.line
        if line.section == "loss":
            goal = network.objective
            if (goal, True) not in schedule.program.line_of:
                known |= {(goal, True, moment) for moment in moments_of(schedule, goal)}
        else:
            for name in (line.name, *line.along):
                when = (event.moment,) if line.timed else moments_of(schedule, name)
                known |= {(name, line.adjoint, moment) for moment in when}
        states.append(set(known))
    return states


def moments_of(schedule: Schedule, name: str) -> tuple[int | None, ...]:
    """All moments of a quantity, or None alone where it stands outside time."""
    return tuple(range(schedule.moments or 0)) if schedule.program.network.quantities[name].timed else (None,)


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_what_is_known_agrees_with_a_simulation(name, moments):
    """At every position, for every value and adjoint at every moment."""
    schedule = schedule_of(name, moments)
    for position, known in enumerate(simulated(schedule)):
        for quantity in schedule.program.network.quantities:
            for moment in moments_of(schedule, quantity):
                for adjoint in (False, True):
                    found = schedule.is_known(quantity, moment, position, adjoint=adjoint)
                    assert found == ((quantity, adjoint, moment) in known), (quantity, moment, position, adjoint)


def reads(expression: Expression) -> list[tuple[str, bool, Offset | None]]:
    """What an expression without taps reads: name, whether it is an adjoint, how far from the moment."""
    return [(part.name, isinstance(part, Adjoint), part.offset) for part in references(expression)]


@pytest.mark.parametrize(("name", "moments"), [case for case in CASES if case[0] != "rnn_mtap"])
def test_an_event_reads_only_what_is_known(name, moments):
    """Nothing on the screen is computed from something that is not there yet."""
    schedule = schedule_of(name, moments)
    for event in events_of(schedule):
        if event.line.timed:
            for quantity, adjoint, offset in reads(event.line.expression):
                when = None if offset is None else (event.moment or 0) + offset.constant
                if quantity not in event.line.along:
                    assert schedule.is_known(quantity, when, event.position, adjoint=adjoint), (quantity, when)


def test_beyond_the_ends_all_is_known():
    """Before the first moment values are zero, after the last adjoints are: known from the start."""
    schedule = schedule_of("lstm", 4)
    assert schedule.is_known("c", -1, 0)
    assert schedule.is_known("c", 4, 0, adjoint=True)


@pytest.mark.parametrize(("name", "moments"), CASES)
def test_phases_share_the_run(name, moments):
    schedule = schedule_of(name, moments)
    bounds = [schedule.phase_bounds(phase) for phase in PHASES]
    assert bounds[0][0] == 0 and bounds[-1][1] == schedule.length
    assert [stop for _, stop in bounds[:-1]] == [start for start, _ in bounds[1:]]

"""Halts found the slow way: a walk from place to place that asks at each what is known and what holds there."""

from engine.watching.numbers import of_example


def walked(trace, breakpoint, condition, reads, example):
    """The positions at which a run halts, event by event; `reads` says what the condition is made of.

    Each of `reads` is a name, whether its adjoint is meant, and how many moments from t (None outside time).
    """
    schedule, found, held, previous = trace.schedule, [], {}, False
    moments = range(trace.moments or 0) if condition is not None and condition.timed else (None,)

    def known(moment, position):
        return all(
            schedule.is_known(name, None if offset is None else moment + offset, position, adjoint=adjoint)
            for name, adjoint, offset in reads
        )

    def holds(moment):
        return bool(of_example(condition.node, trace, example, moment).any())

    for position in range(schedule.length + 1):
        event = schedule.event(position)
        if breakpoint.name:
            here = (
                event is not None
                and event.line.section != "loss"
                and (
                    breakpoint.adjoint == event.line.adjoint and breakpoint.name in (event.line.name, *event.line.along)
                )
            )
            if here and condition is not None:
                moment = event.moment if condition.timed else None
                here = known(moment, position) and holds(moment)
            if here:
                found.append(position)
            continue
        fresh = [moment for moment in moments if moment not in held and known(moment, position)]
        for moment in fresh:
            held[moment] = holds(moment)
            if held[moment] and not previous and position not in found:
                found.append(position)
            previous = held[moment]
    return found

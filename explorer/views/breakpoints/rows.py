"""The rows: what each breakpoint is, the texts that can be typed, how often it was hit, and what is to be said."""

from dataclasses import dataclass
from functools import lru_cache

from engine.identity import Same
from engine.stepping.breakpoint import Breakpoint
from explorer.command import Request
from explorer.field import Field
from explorer.scene import Scene
from explorer.scenery.breaking import condition_words, hits_words, refusal, title
from explorer.scenery.breaking_fields import condition_field, hits_field, log_field
from explorer.scenery.halts import Stop, hit_numbers, stop_words, stops
from explorer.state import Selection


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a breakpoint that can be typed; `missing` where it only offers to type one."""

    words: str
    tip: str
    field: Field
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One breakpoint. `heading` is the field of its title, where that is its condition.

    `refused` says why it cannot be in this run, `stopped` that the run halts here because of it, with the way to the
    number.
    """

    breakpoint: Breakpoint
    title: str
    heading: Field | None
    count: str
    parts: tuple[Part, ...]
    refused: str = ""
    stopped: str = ""
    request: Request | None = None


def rows_of(scene: Scene) -> tuple[Row, ...]:
    """In the order in which they were set."""
    return _rows(Same(scene))


@lru_cache(maxsize=4)
def _rows(same: Same[Scene]) -> tuple[Row, ...]:
    scene = same.held
    halted = {stop.breakpoint: stop for stop in stops(scene)}
    return tuple(_row(scene, breakpoint, halted.get(breakpoint)) for breakpoint in scene.state.breakpoints)


def _row(scene: Scene, breakpoint: Breakpoint, stop: Stop | None) -> Row:
    heading = None if breakpoint.name else condition_field(scene.network, breakpoint)
    refused = refusal(scene.network, breakpoint)
    so_far, whole = (0, 0) if refused else hit_numbers(scene, breakpoint)
    return Row(
        breakpoint,
        title(scene, breakpoint),
        heading,
        "" if refused else f"{so_far} of {whole}",
        () if refused and breakpoint.name else _parts(scene, breakpoint),
        refused,
        "" if stop is None else f"stopped here: {stop_words(scene, stop)}",
        None if stop is None else _to_number(scene, stop),
    )


def _parts(scene: Scene, breakpoint: Breakpoint) -> tuple[Part, ...]:
    parts: list[Part] = []
    if breakpoint.name:
        words = condition_words(scene.network, breakpoint.condition) if breakpoint.condition.strip() else ""
        parts.append(
            Part(
                f"where {words}" if words else "condition…",
                breakpoint.condition or "Click: halt only at the moments at which something holds",
                condition_field(scene.network, breakpoint),
                missing=not words,
            )
        )
    parts.append(
        Part(
            hits_words(breakpoint.hits),
            "Which hits count: >=3 from the third on, =3 only that, %3 every third, nothing for all",
            hits_field(scene.network, breakpoint),
            missing=not breakpoint.hits.strip(),
        )
    )
    if not breakpoint.name or breakpoint.name in scene.network.quantities:
        parts.append(
            Part(
                f"“{breakpoint.log}”" if breakpoint.log else "log…",
                "Logs this and does not stop; empty: it stops"
                if breakpoint.log
                else "Click: log a message in place of stopping, with the numbers of {expressions} in it",
                log_field(scene, breakpoint),
                missing=not breakpoint.log,
            )
        )
    return tuple(parts)


def _to_number(scene: Scene, stop: Stop) -> Request | None:
    """Chooses the number that it is about."""
    shape = scene.network.quantities[stop.name].shape
    unit = stop.unit if stop.unit is not None and len(stop.unit) == len(shape) else None
    return Request("select", Selection(stop.name, stop.adjoint, stop.moment, unit))

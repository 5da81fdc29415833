"""Recipes: a training run as plain data in its recording, and the course that comes of it again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from engine.derivation.derived import parse
from engine.errors import DataError
from engine.exchange.courses import Goal, OpenedCourse, pool_of, seeded_pool
from engine.exchange.networks import SUFFIX, network_names, own_network_files
from engine.exchange.opening import Opening, prepare
from engine.exchange.scenario import scenario_names
from engine.exchange.wording import met, shown
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.recording.recording import Recording
from engine.training.course import Course


def recipe_of(opened: OpenedCourse) -> dict[str, Any]:
    """All that a recording says of a training run; files are named by their whole path."""
    course, network, opening = opened.course, opened.prepared.network, opened.prepared.opening
    path = own_network_files().get(opening.source, Path(opening.source))
    source = opening.source if _is_built_in(opening.source) else str(path.resolve())
    return {
        "title": opened.prepared.title,
        "opening": asdict(replace(opening, source=source, parameters="")),  # they are its first checkpoint
        "network": {"name": network.name, "text": network.text, "sizes": dict(network.sizes)},
        "optimiser": opened.optimiser,
        "examples": course.size,
        "held_back": course.held_back,
        "seed": course.seed,
        "dtype": course.dtype,
        "iterations": opened.iterations,
        "an_epoch": course.batches.an_epoch,
        "goal": None if opened.goal is None else asdict(opened.goal),
    }


def opening_of(recording: Recording) -> Opening:
    """What was opened when the recording was begun; a data file that was moved along with it is found beside it."""
    with _sound(recording):
        kept = dict(recording.recipe["opening"])
        kept["sizes"] = tuple((str(name), int(size)) for name, size in kept["sizes"])
        kept |= {name: tuple(kept[name]) for name in ("inputs", "targets", "sequence")}
        opening = Opening(**kept)
        path = Path(opening.source)
    beside = Path(recording.path).resolve().parent / path.name
    moved = not _is_built_in(opening.source) and not path.exists() and beside.exists()
    return replace(opening, source=str(beside)) if moved else opening


def recorded_wish(recording: Recording) -> tuple[Opening, Goal | None, int]:
    """What was opened, the goal, and how many iterations were wanted when the run was begun."""
    with _sound(recording):
        goal = recording.recipe["goal"]
        found = None if goal is None else Goal(str(goal["measure"]), float(goal["bound"]), bool(goal["at_least"]))
        return opening_of(recording), found, int(recording.recipe["iterations"])


def recorded_course(recording: Recording) -> Course:
    """The course of a recording, its changes of settings included, from its own network text and initial parameters.

    The data are read or drawn again. Raises DataError that names what is not as it was recorded, ChainruleError where
    the data cannot be had.
    """
    opening, recipe = opening_of(recording), recording.recipe
    with _sound(recording):
        kept: Mapping[str, Any] = recipe["network"]
        network = parse(kept["text"], name=kept["name"], **kept["sizes"])
        is_network = opening.source in network_names() or Path(opening.source).suffix.lower() == SUFFIX
        is_network = is_network and opening.source not in scenario_names()
    pool = seeded_pool(network, opening) if is_network else pool_of(prepare(opening))[0]
    with _sound(recording):
        course = Course(
            with_update(network.program, parse_rules(recipe["optimiser"])),
            pool,
            recording.checkpoint_before(0).parameters,
            recipe["examples"],
            held_back=recipe["held_back"],
            seed=recipe["seed"],
            dtype=recipe["dtype"],
        )
        recording.check(course)
        return course.changed(*recording.changes())


def _is_built_in(source: str) -> bool:
    return source in scenario_names() or source in network_names()


@contextmanager
def _sound(recording: Recording) -> Iterator[None]:
    """Raises DataError in the place of whatever a recipe raises that is none."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DataError(
            f"{shown(recording.path)}: is damaged; its recipe lacks {met(error)} or has it wrong"
        ) from error

"""`train`: trains a scenario, a network or a data file, shows how it goes, and records every iteration where asked."""

import argparse
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.commands import DONE, FAILED, INTERRUPTED, Refusal, Subcommand
from engine.exchange.courses import Goal, open_course
from engine.exchange.interrupts import interrupts
from engine.exchange.opening import Opening
from engine.exchange.progress import Progress
from engine.exchange.recipes import recipe_of, recorded_course, recorded_wish
from engine.exchange.requests import parse_size
from engine.exchange.wording import met, shown
from engine.recording.continuing import continued
from engine.recording.recording import Recording
from engine.run.arrays import DTYPES
from engine.trace import Trace
from engine.training.checkpoint import Checkpoint
from engine.training.condition import Condition, read_condition
from engine.training.course import Course
from engine.training.metrics import columns_of
from engine.training.unsound import Spot, first_unsound
from engine.training.validation import validated

SELDOM, OFTEN = 500, 50
STOPPED = "stopped"
NOTES = """\
With --record every finished iteration is kept: Ctrl-C, a crash or a power cut loses at most the last half second, and
--resume goes on to the same bits as a run that was never interrupted. Training stops where a number becomes infinite or
undefined, and says where. Moments count from 1, all else from 0.
Exit status 0: done; 1: stopped at a number that is not finite; 130: interrupted."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="SCENARIO|NETWORK|FILE",
        nargs="?",
        help="what to train; a network alone is trained on seeded examples; with --resume it may be left out",
    )
    parser.add_argument("--iterations", metavar="N", type=_count, help="how many in all (default: the scenario's)")
    parser.add_argument("--record", metavar="RUN.chainrule", help="the file that keeps every iteration")
    parser.add_argument("--resume", action="store_true", help="go on with the recording instead of beginning one")
    parser.add_argument("--optimiser", metavar="RULES", help="how parameters are updated, as in 'adam eta=0.01'")
    parser.add_argument(
        "--size",
        metavar="NAME=NUMBER",
        nargs="+",
        action="extend",
        default=[],
        type=parse_size,
        help="sizes, as in H=16",
    )
    parser.add_argument("--seed", metavar="N", type=int, help="seed of the initial parameters and of the mini-batches")
    parser.add_argument("--dtype", choices=DTYPES, help="what is computed in (default: float64)")
    parser.add_argument(
        "--budget", metavar="MB", type=_count, help="megabytes that checkpoints may take in the recording (default: 64)"
    )
    parser.add_argument(
        "--stop-when",
        metavar="CONDITION",
        help="stop where it holds: 'loss < 0.01', 'max(abs(d_W_h)) > 100 or isnan(s)', …",
    )


def _run(options: argparse.Namespace) -> int:
    if options.resume:
        return _resume(options)
    if options.source is None:
        raise Refusal("nothing to train is named; allowed is a scenario, a network or a file (`list scenarios`)")
    opening = Opening(
        options.source,
        tuple(options.size),
        options.seed,
        options.dtype or "float64",
        optimiser=options.optimiser or "",
    )
    opened = open_course(opening)
    job = _Job(_name(opening), opened.course, opened.goal, opened.iterations, options)
    if options.record is None:
        return job.train(None)
    budget = None if options.budget is None else options.budget << 20
    job.stop_at()  # a condition that cannot be read leaves no file behind
    with Recording.create(options.record, recipe_of(opened), opened.course, budget=budget) as recording:
        return job.train(recording)


def _resume(options: argparse.Namespace) -> int:
    if options.record is None:
        raise Refusal("--resume: --record RUN.chainrule names the recording to go on with")
    stated = ("size", "seed", "dtype", "optimiser", "budget")
    if fixed := [f"--{name}" for name in stated if getattr(options, name) not in (None, [])]:
        raise Refusal(f"{' '.join(fixed)}: cannot be changed in a run that is resumed; leave it out")
    with Recording.open(options.record) as recording:
        if recording.read_only:
            raise Refusal(recording.notice)
        opening, goal, wanted = recorded_wish(recording)
        name = _name(opening)
        if options.source is not None and _name(Opening(options.source)) != name:
            raise Refusal(f"{shown(options.record)}: is a recording of {name}, not of {shown(options.source)}")
        return _Job(name, recorded_course(recording), goal, wanted, options).train(recording)


@dataclass(frozen=True, eq=False)
class _Job:
    """A course to be trained, what it is called, what it shall come to, and what the options say."""

    name: str
    course: Course
    goal: Goal | None
    usual: int
    options: argparse.Namespace

    def stop_at(self) -> Condition | None:
        """The condition to stop at."""
        text = self.options.stop_when
        return None if text is None else read_condition(text, self.course.program.network)

    def train(self, recording: Recording | None) -> int:
        """Runs what is missing, and says in one line what came of it."""
        last = self.usual if self.options.iterations is None else self.options.iterations
        checkpoint = self.course.first if recording is None else recording.checkpoint_before(recording.length)
        loss, reason, status = math.nan, "", DONE
        condition, names = self.stop_at(), columns_of(self.course.program).names
        every = min(SELDOM, max(OFTEN, self.course.batches.an_epoch))
        progress, stopped = Progress(checkpoint.iteration, last), None
        with interrupts() as interrupted:
            for done in continued(self.course, checkpoint, recording) if checkpoint.iteration < last else ():
                checkpoint, metrics = done.checkpoint, dict(zip(names, map(float, done.metrics), strict=True))
                loss = metrics["loss"]
                progress.tell(checkpoint.iteration, loss)
                if condition is not None and (spot := condition.met(done.trace, metrics)) is not None:
                    reason = f"stopped after iteration {checkpoint.iteration - 1}: {condition.text} ({spot.told})"
                    stopped = spot
                if spot := _unsound(done.trace, metrics):
                    reason, status = f"stopped after iteration {checkpoint.iteration - 1}: {spot.told}", FAILED
                    stopped = spot
                if reason or checkpoint.iteration >= last or interrupted():
                    break
                if recording is not None and checkpoint.iteration % every == 0:
                    recording.add_validation(checkpoint.iteration, *validated(self.course, checkpoint))
        progress.end()
        if recording is not None:
            recording.flush()
            place = {"iteration": checkpoint.iteration - 1, **stopped.data} if stopped is not None else None
            if place != recording.kept(STOPPED):
                recording.keep(STOPPED, place)
        if interrupted() and checkpoint.iteration < last:
            raise Refusal(self._interrupted(checkpoint.iteration, recording), INTERRUPTED)
        print(self._summary(checkpoint, loss, reason, recording))
        return status

    def _interrupted(self, count: int, recording: Recording | None) -> str:
        if recording is None:
            return f"interrupted after {count} iterations; nothing was recorded, --record RUN.chainrule keeps them"
        path = shown(recording.path)
        return f"interrupted after {count} iterations, all kept; go on with `chainrule train --resume --record {path}`"

    def _summary(self, checkpoint: Checkpoint, loss: float, reason: str, recording: Recording | None) -> str:
        """The final line."""
        if recording is not None and checkpoint.iteration > 0:
            loss = float(recording.metrics(checkpoint.iteration - 1)[1][0, 0])
        found, right = validated(self.course, checkpoint)
        parts = [f"{checkpoint.iteration} iterations", f"loss {loss:.6g}"]
        parts += [f"validation loss {found:.6g}"] if math.isfinite(found) else []
        parts += [f"validation accuracy {right:.4g}"] if math.isfinite(right) else []
        if self.goal is not None:
            parts.append(f"goal {self.goal.words} {'' if self.goal.reached(found, right) else 'not '}reached")
        parts += [reason] if reason else []
        if recording is not None:
            recording.add_validation(checkpoint.iteration, found, right)
            parts.append(f"recorded in {shown(recording.path)}")
        return f"{self.name}: " + ", ".join(parts)


def _unsound(trace: Trace, metrics: Mapping[str, float]) -> Spot | None:
    """The first number that is not finite, looked for only where a norm is not; accuracy may well be no number."""
    suspect = not all(math.isfinite(value) for name, value in metrics.items() if name != "accuracy")
    return first_unsound(trace) if suspect else None


def _name(opening: Opening) -> str:
    return Path(opening.source).name


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{met(text)}: allowed is a whole number up to 999999999")
    return int(text)


TRAIN = Subcommand(
    "train",
    "train a scenario, a network or a data file, and record every iteration",
    _arguments,
    _run,
    example="chainrule train xor --iterations 200 --record xor.chainrule",
    notes=NOTES,
)

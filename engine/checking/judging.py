"""Judging: whether a term that a person typed is the one that is asked for, and if not, what can be told of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.checking.hints import HINTS, Trial, squeezed, where
from engine.checking.typed_terms import in_ascii, read_term
from engine.derivation.program import Program
from engine.derivation.steps import Derivation
from engine.expression import Adjoint, Apply, Expression, Reference, Shape, Total, references, walk
from engine.language.message import LanguageError
from engine.run.fast import run_planned
from engine.trace import Trace

Array = np.ndarray[Any, Any]
MOMENTS, EXAMPLES, SEED = 5, 2, 20
_LEFT_FACTOR = re.compile(r"(\b[A-Za-z_]\w*)\s*@")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of an answer: right, or wrong with a hint of one sentence that does not tell the answer.

    `unreadable` holds what the language has to say, with its caret, of a text that is no expression.
    """

    right: bool
    hint: str = ""
    unreadable: str = ""


def second_run(program: Program, seed: int = SEED) -> Trace:
    """A run on numbers drawn from a seed, in which as many adjoints as possible are not zero.

    What agrees on the run that is shown because a factor is zero there, or one, does not agree here.
    """
    draws = (_drawn_run(program.without_update, seed, signs) for signs in ((-1.0, 1.0), (1.0,)))
    best, most = None, -1
    for trace in draws:
        lively = sum(bool(np.isfinite(array).all() and array.any()) for array in trace.adjoints.values())
        if lively > most:
            best, most = trace, lively
        if lively == len(trace.adjoints):
            break
    assert best is not None
    return best


def _drawn_run(program: Program, seed: int, signs: tuple[float, ...]) -> Trace:
    network = program.network
    generator = np.random.default_rng((seed, 2))
    timed = network.timed and not any(quantity.timed for quantity in network.having("input", "target"))
    inputs: dict[str, Array] = {}
    for quantity in network.having("input", "target", "mask"):
        shape = ((MOMENTS,) if quantity.timed else ()) + (EXAMPLES, *quantity.shape)
        inputs[quantity.name] = generator.uniform(0.1, 0.9, shape)
        if quantity.role == "target" and quantity.shape and _shares(program):
            inputs[quantity.name] /= inputs[quantity.name].sum(axis=-1, keepdims=True)
    parameters: dict[str, Array] = {}
    for quantity in network.having("parameter"):
        size = generator.uniform(0.2, 0.8, quantity.shape) / max(2.0, float(np.prod(quantity.shape[1:]))) ** 0.5
        parameters[quantity.name] = size * generator.choice(signs, quantity.shape)
    with np.errstate(all="ignore"):
        return run_planned(program, inputs, parameters, moments=MOMENTS if timed else None)


def _shares(program: Program) -> bool:
    """Whether predictions sum to one, and so do their targets."""
    parts = (part for line in program.section("forward") for _, part in walk(line.expression))
    return any(isinstance(part, Apply) and part.op == "softmax" for part in parts)


def judge_term(text: str, found: Derivation, number: int, traces: Sequence[Trace]) -> Judgement:
    """An answer for term `number` (from 1), held against the true term at every moment of every trace."""
    true = found.terms[number - 1].after
    others = {term.number: term.after for term in found.terms if term.number != number}
    return _judged(text, found, true, traces, others=others)


def judge_sum(text: str, found: Derivation, traces: Sequence[Trace]) -> Judgement:
    """An answer for the whole adjoint; its terms may come in any order and in any form."""
    return _judged(text, found, found.result, traces, others={})


def judge_number(text: str, number: float, digits: int) -> Judgement:
    """A number that was typed, right if it is the true one as it is shown with so many decimals."""
    try:
        typed = float(text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    except ValueError:
        return Judgement(
            False, unreadable=f"{text.strip()[:40]!r} is no number; allowed is one such as -0.0123 or 1.2e-5"
        )
    room = 0.5 * 10.0**-digits
    room = room if abs(number) >= room else 0.05 * abs(number)  # shown with two figures and an exponent
    room += 1e-12 * max(1.0, abs(number))
    if abs(typed - number) <= room:
        return Judgement(True)
    if abs(typed + number) <= room:
        return Judgement(False, "The sign is wrong.")
    if number and typed and not typed < 0 < number and not number < 0 < typed:
        power = np.log10(abs(typed / number))
        if abs(power) > 0.5 and abs(power - round(power)) < 1e-3:
            return Judgement(False, "The decimal point stands elsewhere.")
        if abs(typed - number) <= 0.05 * abs(number):
            return Judgement(False, f"Near, but not right to {digits} decimals.")
    return Judgement(False, "Another number.")


def _judged(
    text: str, found: Derivation, true: Expression, traces: Sequence[Trace], *, others: dict[int, Expression]
) -> Judgement:
    network = traces[0].program.without_update.network
    trial = Trial(true, found.target.shape or (), tuple(traces), found.timed)
    try:
        typed = read_term(text, network, true)
    except LanguageError as error:
        turned = any(_reads_right(other, trial) for other in _with_transposes(text))
        return Judgement(False, "A transpose is missing." if turned else "", "" if turned else str(error))
    shape = squeezed(typed.shape or ())
    if typed.shape and shape != squeezed(trial.shape):
        turned = shape == squeezed(trial.shape)[::-1] and len(shape) > 1
        more = " Rows and columns are exchanged." if turned else ""
        return Judgement(False, f"It has the shape {_sized(typed.shape)}, the term has {_sized(trial.shape)}.{more}")
    if not found.timed and not isinstance(true, Total) and any(read.offset is not None for read in references(typed)):
        return Judgement(False, "It depends on a moment; the term does not.")
    if any(_is_target(read, found) for read in references(typed)):
        return Judgement(False, "That is the adjoint itself; the question is what it is made of.")
    if trial.is_right(typed):
        return Judgement(True)
    if trial.agrees(typed, 0):
        return Judgement(False, "It agrees on this run by chance only, not on another one.")
    for hint in HINTS:
        if said := hint(trial, typed, others):
            return Judgement(False, said)
    return Judgement(False, where(trial, typed))


def _with_transposes(text: str) -> Iterator[str]:
    """The text with one matrix more transposed."""
    ascii_text = in_ascii(text)
    for place in _LEFT_FACTOR.finditer(ascii_text):
        yield f"{ascii_text[: place.end(1)]}.T{ascii_text[place.end(1) :]}"


def _reads_right(text: str, trial: Trial) -> bool:
    try:
        return trial.is_right(read_term(text, trial.traces[0].program.without_update.network, trial.true))
    except LanguageError:
        return False


def _is_target(read: Reference, found: Derivation) -> bool:
    return isinstance(read, Adjoint) and (read.name, read.offset) == (found.target.name, found.target.offset)


def _sized(shape: Shape | None) -> str:
    return " × ".join(map(str, shape)) if shape else "of a single number"

"""The part of every adjoint that passes through one entry: the backward pass, begun at that entry alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.derivation.flows import Flow
from engine.errors import ChainruleError
from engine.evaluation import Surroundings, beyond_the_last, evaluate
from engine.expression import Adjoint, references
from engine.ops import Unit
from engine.trace import Trace

Array = np.ndarray[Any, Any]


def spread(trace: Trace, name: str, entry: Unit, *, moment: int | None = None, example: int = 0) -> Mapping[str, Array]:
    """By quantity the part of its adjoint, for one example, that passes through one entry of `name`.

    Backpropagation is linear in the adjoint that it starts from (each flow is a product with one adjoint), so all of it
    begins with dE/dq at this entry (and `moment`, from 0, where q is timed) and zero elsewhere, and goes down the same
    flows to the inputs. Arrays have the quantity's shape, timed ones with the axis of moments before it; what nothing
    reaches is zero. The parts of all entries of a layer through which everything passes sum to the whole adjoint.
    Raises ChainruleError where there is no such adjoint or entry.
    """
    started = _begin(trace, name, entry, moment, example)
    program = trace.program
    with np.errstate(all="ignore"):  # what overflows is told by its number, as in the run itself
        lines = program.section("backward")
        for when in reversed(range(trace.moments or 0)):
            for line in lines:
                if line.timed:
                    started.carry((*line.along, line.name), when)
        for line in lines:
            if not line.timed:
                started.carry((*line.along, line.name), None)
        for line in program.section("inputs"):
            timed = program.network.quantities[line.name].timed
            for at in range(trace.moments or 0) if timed else (None,):
                started.carry((*line.along, line.name), at)
    return started.of_example(0 if started.around.examples == 1 else example)


@dataclass(frozen=True, slots=True)
class _Spreading:
    """Parts that fill up: `parts` by quantity, `around` with them as equations read them, `reached` with the names."""

    trace: Trace
    parts: dict[str, Array]
    around: Surroundings
    kept: Mapping[str, Array]
    reached: set[str] = field(default_factory=set)

    def carry(self, names: tuple[str, ...], moment: int | None) -> None:
        """What arrives at these quantities at a moment, from what has been reached before."""
        around = replace(self.around, moment=moment)
        where: Any = ... if moment is None else moment
        for name in names:
            for flow in self.trace.program.adjoints[name].plain:
                if self._reads_reached(flow) and not beyond_the_last(flow.expression, around):
                    self.parts[name][where] += evaluate(flow.expression, around)
                    self.reached.add(name)
            self.pass_on(name, where)

    def pass_on(self, name: str, where: Any) -> None:
        """Equations read no adjoint where a value was put in: nothing flows through what it replaced."""
        if name in self.kept:
            self.around.adjoints[name][where] = self.parts[name][where] * self.kept[name][where]

    def _reads_reached(self, flow: Flow) -> bool:
        return any(isinstance(part, Adjoint) and part.name in self.reached for part in references(flow.expression))

    def of_example(self, example: int) -> Mapping[str, Array]:
        """The parts without the axis of examples."""
        quantities = self.trace.program.network.quantities
        return {
            name: array[:, example] if quantities[name].timed else array[example] for name, array in self.parts.items()
        }


def _begin(trace: Trace, name: str, entry: Unit, moment: int | None, example: int) -> _Spreading:
    """Zero everywhere but at the entry; of one example alone, unless examples depend on one another."""
    whole, quantity = trace.adjoint(name), trace.program.network.quantities[name]
    if not quantity.batched:
        raise ChainruleError(f"{name!r} is a {quantity.role}: nothing passes through it on the way back")
    index = (example, *entry) if not quantity.timed else (-1 if moment is None else moment, example, *entry)
    inside = all(0 <= at < length for at, length in zip(index, whole.shape, strict=False))
    if len(index) != whole.ndim or not inside:
        when = f" at moment {moment!r}" if quantity.timed else ""
        raise ChainruleError(
            f"{name}{list(entry)}{when} of example {example} does not exist: the array is {whole.shape}"
        )
    own = slice(None) if trace.program.mixes else slice(example, example + 1)

    def cut(arrays: Mapping[str, Array]) -> dict[str, Array]:
        found: dict[str, Array] = {}
        for each, array in arrays.items():
            one = trace.program.network.quantities[each]
            found[each] = array if not one.batched else array[:, own] if one.timed else array[own]
        return found

    parts = {each: np.zeros_like(array) for each, array in cut(trace.adjoints).items() if _batched(trace, each)}
    kept = {each: array for each, array in cut(_kept(trace)).items() if each in parts}
    seen = {each: array.copy() if each in kept else array for each, array in parts.items()}
    held = cut(trace.held)
    # Costs that pass a squashed value by send nothing through it; what starts from that value has to go through.
    held[name] = np.ones(parts[name].shape[: whole.ndim - len(quantity.shape)], bool)
    examples = trace.examples if trace.program.mixes else 1
    around = replace(trace.surroundings, values=cut(trace.values), adjoints=seen, examples=examples, held=held)
    started = _Spreading(trace, parts, around, kept, {name})
    place: Any = index if trace.program.mixes else (*index[: quantity.timed], 0, *entry)
    parts[name][place] = whole[index]
    started.pass_on(name, ...)
    return started


def _batched(trace: Trace, name: str) -> bool:
    return trace.program.network.quantities[name].batched


def _kept(trace: Trace) -> dict[str, Array]:
    """Of quantities that were altered: 0 at entries that were put in, 1 elsewhere, as the run passed adjoints on."""
    return {
        name: np.where((trace.passed_on[name] == 0) & (trace.adjoints[name] != 0), 0.0, 1.0).astype(trace.dtype)
        for name in trace.altered
        if name in trace.adjoints
    }

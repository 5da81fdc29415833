"""The plain interpreter: runs a program line by line, moment by moment, and records everything; the reference."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.derivation.flows import Flow
from engine.derivation.program import Line, Program
from engine.errors import ChainruleError
from engine.evaluation import Surroundings, beyond_the_last, evaluate
from engine.run.arrays import as_dtype, carried_values, check_inputs, check_parameters
from engine.run.intervention import Intervention, check_interventions, put_in
from engine.run.updating import updated
from engine.trace import Trace

Array = np.ndarray[Any, Any]


def run(
    program: Program,
    inputs: Mapping[str, object],
    parameters: Mapping[str, object],
    *,
    dtype: str | np.dtype[Any] | type = "float64",
    interventions: Iterable[Intervention] = (),
    moments: int | None = None,
    seed: int = 0,
    carried: Mapping[str, object] | None = None,
    unwanted: Callable[[], bool] | None = None,
) -> Trace:
    """Runs forward and backward, and the update where the program has one, keeping every value and adjoint.

    `inputs` holds one array per input and target, `parameters` one per parameter; masks that `inputs` lacks are drawn
    with `seed`. `carried` holds states that the update carries on, or its settings, where they are not those of the
    first iteration. Where an intervention puts a value in, nothing flows back through the equation it replaced.
    `unwanted` is asked at every moment whether the run is given up. Raises DataError for arrays that do not fit,
    GivenUp where nobody wants the run any more.
    """
    started = _Run(
        program,
        inputs,
        parameters,
        dtype=as_dtype(dtype),
        interventions=tuple(interventions),
        moments=moments,
        seed=seed,
        carried=carried,
    )
    started.unwanted = unwanted
    return started.trace()


def forward(
    program: Program,
    inputs: Mapping[str, object],
    parameters: Mapping[str, object],
    *,
    dtype: str | np.dtype[Any] | type = "float64",
    interventions: Iterable[Intervention] = (),
    moments: int | None = None,
    seed: int = 0,
) -> dict[str, Array]:
    """The values alone, without the backward pass."""
    started = _Run(
        program,
        inputs,
        parameters,
        dtype=as_dtype(dtype),
        interventions=tuple(interventions),
        moments=moments,
        seed=seed,
    )
    started.forward()
    return started.values


class GivenUp(ChainruleError):
    """Nobody wanted the run any more."""


class _Run:
    """One run in progress: the arrays that fill up."""

    unwanted: Callable[[], bool] | None = None

    def _go_on(self) -> None:
        if self.unwanted is not None and self.unwanted():
            raise GivenUp("the run was given up")

    def __init__(
        self,
        program: Program,
        inputs: Mapping[str, object],
        parameters: Mapping[str, object],
        *,
        dtype: np.dtype[Any],
        interventions: tuple[Intervention, ...],
        moments: int | None = None,
        seed: int = 0,
        carried: Mapping[str, object] | None = None,
    ) -> None:
        self.program, self.network, self.dtype = program, program.network, dtype
        ready, self.moments, self.examples = check_inputs(self.network, inputs, dtype, moments=moments, seed=seed)
        self.values: dict[str, Array] = {**ready, **check_parameters(self.network, parameters, dtype)}
        self.values.update(carried_values(program, self.values, carried, dtype))
        self.adjoints: dict[str, Array] = {}
        self.by_name: defaultdict[str, list[Intervention]] = defaultdict(list)
        for intervention in interventions:
            self.by_name[intervention.name].append(intervention)
        for quantity in self.network.having("defined"):
            self.values[quantity.name] = np.zeros(self._lead(quantity.timed) + quantity.shape, dtype)
        check_interventions(interventions, {name: array.shape for name, array in self.values.items()})
        self.altered = frozenset(name for name in self.by_name if self.network.quantities[name].role == "defined")
        self.cut: dict[str, Array] = {}
        self.held: dict[str, Array] = {}
        for name, held in self.by_name.items():
            if name in self.altered:
                kept = np.ones_like(self.values[name])
                put_in(kept, [replace(intervention, value=0.0) for intervention in held], None)
                self.cut[name] = kept
                lead = len(self._lead(self.network.quantities[name].timed))
                self.held[name] = (kept == 0).any(axis=tuple(range(lead, kept.ndim)))
            else:
                put_in(self.values[name], held, None)

    def _lead(self, timed: bool) -> tuple[int, ...]:
        return (self.moments or 1, self.examples) if timed else (self.examples,)

    def _around(self, adjoints: Mapping[str, Array]) -> Surroundings:
        return Surroundings(
            self.values, adjoints, self.network.sizes, self.moments, self.examples, self.dtype, held=self.held
        )

    def forward(self) -> None:
        """Every value, moment by moment."""
        around = self._around({})
        lines = self.program.section("forward")
        for line in lines:
            if not line.timed:
                self.values[line.name][...] = evaluate(line.computed, around)
                put_in(self.values[line.name], self.by_name[line.name], None)
        for moment in range(self.moments or 0):
            self._go_on()
            here = replace(around, moment=moment)
            for line in lines:
                if line.timed:
                    self.values[line.name][moment] = evaluate(line.computed, here)
                    if line.name in self.altered:
                        put_in(self.values[line.name], self.by_name[line.name], moment)

    def backward(self) -> None:
        """Every adjoint: moment by moment from the last, then what stands outside time, parameters and inputs."""
        for name, equation in self.program.adjoints.items():
            if self.network.quantities[name].batched:
                self.adjoints[name] = np.zeros(
                    self._lead(equation.timed) + self.network.quantities[name].shape, self.dtype
                )
        goal = self.network.objective
        if not self.program.adjoints[goal].flows:
            self.adjoints[goal][...] = 1
        self.seen = {
            name: array if name not in self.cut else array * self.cut[name] for name, array in self.adjoints.items()
        }
        around = self._around(self.seen)
        lines = self.program.section("backward")
        for moment in reversed(range(self.moments or 0)):
            self._go_on()
            here = replace(around, moment=moment)
            for line in lines:
                if line.timed:
                    self._adjoint_line(line, here, moment)
        for line in lines:
            if not line.timed:
                self._adjoint_line(line, around, None)
        for line in self.program.section("parameters"):
            flows = self.program.adjoints[line.name].plain
            total = np.zeros(self.network.quantities[line.name].shape, self.dtype)
            for flow in flows:
                total = total + evaluate(flow.expression, around)
            self.adjoints[line.name] = self.seen[line.name] = np.asarray(total)
        for line in self.program.section("inputs"):
            timed = self.network.quantities[line.name].timed
            for when in range(self.moments or 0) if timed else (None,):
                self._adjoint_line(line, replace(around, moment=when), when)

    def _adjoint_line(self, line: Line, around: Surroundings, moment: int | None) -> None:
        for name in line.along:
            self._store(name, self.program.adjoints[name].plain, around, moment)
        equation = self.program.adjoints[line.name]
        self._store(line.name, equation.plain if self.altered else equation.flows, around, moment)

    def _store(self, name: str, flows: tuple[Flow, ...], around: Surroundings, moment: int | None) -> None:
        total: Array | None = np.ones((), self.dtype) if self.program.adjoints[name].seeded else None
        for flow in flows:
            if not beyond_the_last(flow.expression, around):
                term = evaluate(flow.expression, around)
                total = term if total is None else total + term
        where: Any = ... if moment is None else moment
        self.adjoints[name][where] = 0 if total is None else total
        if name in self.cut:
            self.seen[name][where] = self.adjoints[name][where] * self.cut[name][where]

    def trace(self) -> Trace:
        """The whole run, recorded and sealed."""
        with np.errstate(all="ignore"):
            self.forward()
            self.backward()
            self.values.update(updated(self.program, self._around(self.seen)))
        for array in (*self.values.values(), *self.adjoints.values(), *self.seen.values()):
            array.flags.writeable = False
        return Trace(
            self.program,
            self.values,
            self.adjoints,
            self.moments,
            self.examples,
            self.dtype,
            self.altered,
            self.seen,
            self.held,
        )

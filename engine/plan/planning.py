"""Planning: a program and the extent of a run become NumPy code, laid out, compiled once and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from engine.derivation.program import Program
from engine.evaluation import Surroundings
from engine.identity import Same
from engine.notation.lines import line_text
from engine.plan.arrays import Array, Block, Extent, View, Workspace
from engine.plan.definitions import Definition, beyond, components, definitions, kept_name, repeats
from engine.plan.emission import Emission
from engine.plan.keys import Key, key_of
from engine.plan.loops import label, write_loop
from engine.plan.operands import Operand
from engine.plan.rearranging import count
from engine.plan.sharing import shared
from engine.plan.source import BUFFERS, SURROUNDINGS, Moments, Source

Keep = Literal["all", "parameters", "loss"]
KEPT_PLANS = 32
LARGEST_SPARE = 2_000_000
LONGEST_LIST = 1000  # beyond it the views of a sequence are made as the loop comes to them, to save their memory


@dataclass(slots=True)
class Storage:
    """The arrays of one run: those it records by quantity, all by block, and what each name of the code stands for."""

    arrays: dict[Block, Array]
    bound: list[Any]
    values: dict[str, Array]
    adjoints: dict[str, Array]
    held: dict[str, Array]
    buffers: Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """A program as NumPy for one extent: the text that is compiled, what its names stand for, and where results lie.

    `bytes` is the memory that a run takes, `recorded_bytes` the part of it that is the record.
    """

    program: Program
    extent: Extent
    source: Source = field(repr=False)
    function: Callable[..., None] = field(repr=False)
    place: Mapping[Key, Operand] = field(repr=False)
    bytes: int
    recorded_bytes: int
    spare: list[Storage] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The code with a remark above each block: the equation it computes."""
        return _text(self.source, self.source.lines)

    @property
    def derived_text(self) -> str:
        """The part of the code that computes adjoints."""
        return _text(self.source, self.source.lines[self.source.derived_from :])

    def storage(self) -> Storage:
        """Storage for a run: what is recorded is fresh, what is needed on the way may have served a run before."""
        extent = self.extent
        try:
            known = self.spare.pop()
        except IndexError:
            known = None
        buffers = (
            known.buffers
            if known
            else Workspace({name: np.empty(size, extent.dtype) for name, size in self.source.room.items()})
        )
        arrays = {
            block: known.arrays[block] if known and not block.lasting else block.allocate(extent)
            for block in self.source.blocks
        }
        values: dict[str, Array] = {}
        adjoints: dict[str, Array] = {}
        held: dict[str, Array] = {}
        for key, operand in self.place.items():
            assert operand.block is not None
            view = View(operand.block, operand.first, operand.stop, "sequence", operand.shape)
            (adjoints if key.adjoint else values)[key.name] = view.of(arrays[operand.block], extent)
        around = Surroundings(
            values, adjoints, self.program.network.sizes, extent.moments, extent.examples, extent.dtype, held=held
        )
        bound: list[Any] = []
        for number, named in enumerate(self.source.names.values()):
            match named:
                case View() | Moments() if known and not named.block.lasting:
                    bound.append(known.bound[number])
                case View():
                    bound.append(named.of(arrays[named.block], extent))
                case Moments():
                    whole = named.view.of(arrays[named.block], extent)
                    views = whole[::-1] if named.backwards else whole
                    bound.append(list(views) if extent.length <= LONGEST_LIST else views)
                case _:
                    bound.append(around if named is SURROUNDINGS else buffers if named is BUFFERS else named)
        return Storage(arrays, bound, values, adjoints, held, buffers)

    def run(
        self,
        storage: Storage,
        given: Mapping[str, Array],
        *,
        go_on: Callable[[], None] | None = None,
        put: Callable[[str, int | None], None] | None = None,
    ) -> None:
        """Fills the storage from inputs, targets and parameters, which are copied into it.

        `go_on` is called at every moment; what it raises ends the run. `put` writes the values that are put in for an
        altered quantity over what was computed, at one moment or, with None, wherever they stand.
        """
        for name, array in given.items():
            np.copyto(storage.values[name], array)
        with np.errstate(all="ignore"):
            self.function(storage.bound, go_on, put)

    def put_by(self, storage: Storage) -> None:
        """Keeps what a run needed on its way for the next, unless it is large; the record is not touched again."""
        if not self.spare and self.bytes - self.recorded_bytes <= LARGEST_SPARE:
            names = self.source.names.values()
            self.spare.append(
                Storage(
                    {block: array for block, array in storage.arrays.items() if not block.lasting},
                    [
                        None if isinstance(held, View | Moments) and held.block.lasting else found
                        for held, found in zip(names, storage.bound, strict=True)
                    ],
                    {},
                    {},
                    {},
                    storage.buffers,
                )
            )


def plan(program: Program, extent: Extent, *, keep: Keep = "all", altered: frozenset[str] = frozenset()) -> Plan:
    """The plan of a program for this extent, made once and kept.

    With "all" every value and adjoint is recorded; with "parameters" only what the objective and the adjoints of the
    parameters need is computed, with "loss" only what the objective needs. Of the quantities in `altered` values are
    put in by hand. Raises NotPlanned where the program holds
    what no plan has a form for.
    """
    return _planned(Same(program), extent, keep, altered)


@lru_cache(maxsize=KEPT_PLANS)
def _planned(same: Same[Program], extent: Extent, keep: Keep, altered: frozenset[str]) -> Plan:
    program = same.held
    network = program.network
    found = _needed(program, shared(network, definitions(program, altered), altered), keep)
    source = Source(extent)
    place: dict[Key, Operand] = {}
    for quantity in network.quantities.values():
        if quantity.role == "defined":
            continue
        free, size = not quantity.batched, count(quantity.shape)
        block = source.block((size,), quantity.name, timed=quantity.timed, examples=not free, lasting=True)
        place[Key(False, quantity.name)] = Operand(quantity.shape, block)
    for name in sorted(altered):
        quantity = network.quantities[name]
        block = source.block((count(quantity.shape),), f"{name}_kept", timed=quantity.timed)
        place[Key(False, kept_name(name))] = Operand(quantity.shape, block)
    emission = Emission(source, network, place, altered=altered)
    for component in components(found):
        if component[0].key.adjoint:
            source.derived_from = source.derived_from or len(source.lines)
        for definition in component:
            source.comment(_remark(program, definition))
        if repeats(component):
            write_loop(emission, component)
            continue
        (definition,) = component
        named = definition.key.name in network.quantities
        block = source.block(
            (count(definition.shape),),
            label(definition.key),
            timed=definition.timed,
            examples=definition.examples,
            lasting=named,
        )
        out = Operand(definition.shape, block)
        emission.total_of([(term, beyond(term)) for term in definition.terms], out)
        place[definition.key] = out
        emission.put_in(definition.key)
    space: dict[str, Any] = {}
    text = _text(source, [line for line in source.lines if not line.lstrip().startswith("#")])
    exec(compile(text, "<plan>", "exec"), space)  # noqa: S102 - every name and call in the text was made by the plan
    whole, recorded = (
        sum(block.size(extent) for block in source.blocks if block.lasting or not only) for only in (False, True)
    )
    size = extent.dtype.itemsize
    return Plan(
        program,
        extent,
        source,
        space["compute"],
        place,
        bytes=(whole + sum(source.room.values())) * size,
        recorded_bytes=recorded * size,
    )


def _needed(program: Program, found: dict[Key, Definition], keep: Keep) -> dict[Key, Definition]:
    """The definitions that what is kept depends on."""
    if keep == "all":
        return found
    waiting = [Key(False, program.network.objective)]
    if keep == "parameters":
        waiting += [Key(True, quantity.name) for quantity in program.network.having("parameter")]
    wanted = set[Key]()
    while waiting:
        key = waiting.pop()
        if key in found and key not in wanted:
            wanted.add(key)
            waiting += [key_of(part) for part in found[key].reads()]
    return {key: definition for key, definition in found.items() if key in wanted}


def _remark(program: Program, definition: Definition) -> str:
    """The equation of a definition in plain text."""
    key = definition.key
    line = program.line_of.get((key.name, key.adjoint))
    if line is not None and line.name == key.name:
        return f"{line.number}  {line_text(line, program.network)}"
    if line is not None:
        return f"{label(key)}, part of {line.number}"
    return label(key)


def _text(source: Source, lines: list[str]) -> str:
    names = list(source.names)
    rows = [", ".join(names[at : at + 8]) for at in range(0, len(names), 8)]
    unpacked = ["    ("] + [f"        {row}," for row in rows] + ["    ) = bound"]
    return "\n".join(["def compute(bound, go_on, put):", *unpacked, *(f"    {line}" for line in lines), ""])

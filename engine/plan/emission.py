"""Emission: an expression tree becomes NumPy calls that fill one array, at a moment or over the whole sequence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.expression import NOW, Apply, Expression, Number, Offset, Shape, Size, Total, Value, references
from engine.language.network import Network
from engine.ops import ops
from engine.plan.arrays import Array, View
from engine.plan.definitions import beyond
from engine.plan.keys import Key, distance, key_of
from engine.plan.operands import Operand
from engine.plan.rearranging import (
    aligned_shape,
    by_entry,
    count,
    depends,
    fills,
    is_reference,
    keeps_entries,
    matrix_of,
    signed_arguments,
    written_by_entry,
)
from engine.plan.source import Source

Mode = Literal["moment", "sequence"]


@dataclass(slots=True)
class Emission:
    """Writes trees into a source. `own` is what the loop being written computes: all else is there before it."""

    source: Source
    network: Network
    place: dict[Key, Operand]
    mode: Mode = "sequence"
    own: frozenset[Key] = frozenset()
    fewer: int = 0
    altered: frozenset[str] = frozenset()
    parts: dict[Expression, Operand] = field(default_factory=dict)

    # ---------------------------------------------------------------- names

    def named(self, operand: Operand, shape: Shape, **how: object) -> str:
        """The name under which the operand is read in this shape."""
        if operand.block is None:
            return operand.given
        settings = {"fewer": self.fewer, **how} if operand.block.timed and self.mode == "sequence" else how
        if self.mode == "moment":
            settings.setdefault("single", True)
        view = View(
            operand.block,
            operand.first,
            operand.stop,
            self.mode,
            shape,
            operand.offset,
            **settings,  # type: ignore[arg-type]
        )
        return self.source.view(view)

    def read(self, node: Expression) -> Operand:
        """A number or a reference as an operand."""
        if isinstance(node, Number):
            return Operand((), given=self.source.number(node.value))
        if isinstance(node, Size):
            value = self.source.extent.length if node.name == "T" else self.network.sizes[node.name]
            return Operand((), given=self.source.number(float(value)))
        assert is_reference(node)
        found, offset = self.place[key_of(node)], distance(node)  # type: ignore[arg-type]
        assert found.block is not None
        if found.block.timed:
            found.block.front = max(found.block.front, -offset)
            found.block.back = max(found.block.back, offset)
        return replace(found, shape=node.shape or (), offset=offset)

    def fresh(self, shape: Shape, leads: tuple[bool, bool], lanes: int = 1) -> Operand:
        """Scratch for one result; at a moment it has no axis of moments."""
        timed = leads[0] and self.mode == "sequence"
        block = self.source.scratch((count(shape),), lanes=lanes, timed=timed, examples=leads[1])
        return Operand(shape, block, 0, lanes, scratch=True)

    def done(self, *operands: Operand) -> None:
        """Nobody reads these any more."""
        for operand in operands:
            if operand.scratch and operand.block is not None:
                self.source.release(operand.block)

    # ---------------------------------------------------------------- trees

    def emit(self, node: Expression, out: Operand | None = None) -> Operand:
        """Writes what computes the tree; with `out` the result is there, else wherever it lies."""
        found = self._emit(node, out)
        if out is not None and (found.block is not out.block or (found.first, found.offset) != (out.first, out.offset)):
            self.copy(found, out)
            self.done(found)
            return out
        return found

    def copy(self, found: Operand, out: Operand) -> None:
        """Puts the entries of one operand into another."""
        if count(found.shape) in (1, count(out.shape)):
            self.source.call("copyto", self.named(found, (count(found.shape),)), self.named(out, (count(out.shape),)))
        else:
            aligned = aligned_shape(found.shape, len(out.shape))
            self.source.call("copyto", self.named(found, aligned), self.named(out, out.shape))

    def _emit(self, node: Expression, out: Operand | None) -> Operand:
        if isinstance(node, Number | Size) or is_reference(node):
            return self.read(node)
        if self.mode == "moment" and not depends(node, self.own):
            return self.part(node)
        if isinstance(node, Total):
            return self._total(node, out)
        if not isinstance(node, Apply):
            return self._evaluated(node, out)
        if keeps_entries(node):
            inside = self._emit(
                node.arguments[0], out if out is None else replace(out, shape=node.arguments[0].shape or ())
            )
            if inside.block is None or count(inside.shape) != count(node.shape):
                return inside if inside.block is None else self._materialised(inside, node)
            return replace(inside, shape=node.shape or ())
        if by_entry(node):
            return self._by_entry(node, out)
        if node.op == "expand":
            return self._repeated(node)
        if node.op == "matmul" and (product := self._product(node, out)):
            return product
        return self._forward(node, out)

    def part(self, node: Expression) -> Operand:
        """What does not depend on the loop, computed ahead of it for all moments at once."""
        known = self.parts.get(node)
        if known is not None:
            return known
        leads = self.leads(node)
        block = self.source.block((count(node.shape),), "ahead", timed=leads[0], examples=leads[1])
        found = Operand(node.shape or (), block)
        self.written_ahead([(node, beyond(node))], found)
        self.parts[node] = found
        return found

    def kept(self, node: Expression) -> Expression:
        """Computes an expression once for all moments, and returns what reads it by a name of its own."""
        leads = self.leads(node)
        block = self.source.block((count(node.shape),), "factor", timed=leads[0], examples=leads[1])
        found, key = Operand(node.shape or (), block), Key(False, f"factor {len(self.place)}")
        self.written_ahead([(node, beyond(node))], found)
        self.place[key] = found
        return Value(key.name, NOW if leads[0] else None, node.shape)

    def put_in(self, key: Key) -> None:
        """Lets values that are put in by hand take the place of what was computed."""
        if not key.adjoint and key.name in self.altered:
            moment = self.source.moment() if self.mode == "moment" else "None"
            self.source.line(f"put({self.source.held('quantity', key.name)}, {moment})")

    def written_ahead(self, terms: Sequence[tuple[Expression, int]], out: Operand) -> None:
        """Terms summed into `out` over the whole sequence, before the loop."""
        with self.source.ahead():
            inside = Emission(self.source, self.network, self.place)
            inside.total_of(terms, out)

    def leads(self, node: Expression) -> tuple[bool, bool]:
        """Whether an expression has axes of moments and of examples."""
        found = [self.place[key_of(part)].leads for part in references(node)]
        return any(one[0] for one in found), any(one[1] for one in found)

    def total_of(self, terms: Sequence[tuple[Expression, int]], out: Operand) -> None:
        """Fills `out` with the sum of terms, each of which is absent at so many of the last moments."""
        length = self.source.extent.length
        held = [(term, fewer) for term, fewer in sorted(terms, key=lambda one: one[1]) if fewer < length]
        if not held or held[0][1]:
            zero = self.source.number(0.0)
            skipped = length - held[0][1] if held else 0
            self.source.call("copyto", zero, self.named(out, (count(out.shape),), skipped=skipped))
        for number, (term, fewer) in enumerate(held):
            self.fewer = fewer if out.leads[0] else 0
            if number == 0:
                self.emit(term, out)
            else:
                self.added(term, out)
        self.fewer = 0

    def added(self, term: Expression, out: Operand) -> None:
        """Adds the value of a tree to what `out` holds."""
        if isinstance(term, Apply) and term.op == "neg":
            function, term = "subtract", term.arguments[0]
        else:
            function = "add"
        found = self.emit(term)
        shape = (count(out.shape),) if count(found.shape) in (1, count(out.shape)) else out.shape
        own = (count(found.shape),) if len(shape) == 1 else aligned_shape(found.shape, len(shape))
        whole = self.named(out, shape)
        self.source.call(function, whole, self.named(found, own), whole)
        self.done(found)

    # ---------------------------------------------------------------- ops

    def _by_entry(self, node: Apply, out: Operand | None) -> Operand:
        """An op that works entry by entry, through its fast form."""
        signed = signed_arguments(node)
        operands = [self._emit(argument, None) for argument, _ in signed]
        if node.op in ("add", "mul"):
            whole = [one.scratch and count(one.shape) == count(node.shape) for one in operands]
            order = sorted(range(len(operands)), key=lambda at: (signed[at][1], not whole[at]))
            operands, signed = [operands[at] for at in order], [signed[at] for at in order]
        leads = any(one.leads[0] for one in operands), any(one.leads[1] for one in operands)
        shape = node.shape or ()
        if out is None:
            timed = leads[0] and self.mode == "sequence"
            free = (
                one
                for one in operands[: 2 if node.op in ("add", "mul") else 1]
                if one.scratch and count(one.shape) == count(shape) and one.leads == (timed, leads[1])
            )
            first = next(free, None)
            out = self.fresh(shape, leads) if first is None else replace(first, shape=shape)
        else:
            out = replace(out, shape=shape) if count(out.shape) == count(shape) else out
        flat = all(count(one.shape) in (1, count(shape)) for one in operands)
        names = [
            self.named(one, (count(one.shape),) if flat else aligned_shape(one.shape, len(shape))) for one in operands
        ]
        fill = self.named(out, (count(shape),) if flat else shape)
        if node.op == "add" and not signed[0][1]:
            for at in range(1, len(names)):
                self.source.call("subtract" if signed[at][1] else "add", fill if at > 1 else names[0], names[at], fill)
        else:
            written_by_entry(self.source, node, names, fill)
        self.done(*(one for one in operands if one.block is not out.block))
        return out

    def _repeated(self, node: Apply) -> Operand:
        """A new axis along which entries repeat: one of length 1, which NumPy stretches."""
        inside = self._emit(node.arguments[0], None)
        own = len(node.arguments[0].shape or ())
        if inside.block is None:
            return inside
        axis = int(str(dict(node.attributes).get("axis", own)))
        return replace(inside, shape=(*inside.shape[:axis], 1, *inside.shape[axis:]))

    def _materialised(self, operand: Operand, node: Apply) -> Operand:
        """An operand with stretched axes written out, then in the node's shape."""
        whole = node.arguments[0].shape or ()
        out = self.fresh(whole, operand.leads)
        self.source.call("copyto", self.named(operand, operand.shape), self.named(out, whole))
        self.done(operand)
        return replace(out, shape=node.shape or ())

    def _product(self, node: Apply, out: Operand | None) -> Operand | None:
        """A matrix times a vector: over the whole sequence one product for all moments and examples."""
        matrix, vector = matrix_of(node.arguments[0]), node.arguments[1]
        if matrix is None or len(vector.shape or ()) != 1:
            return None
        value, turned = matrix
        weights = self.read(value)
        if weights.leads != (False, False):
            return None
        inside = self._emit(vector, None)
        if inside.block is None or count(inside.shape) != count(vector.shape) or not inside.leads[1]:
            self.done(inside)
            return None
        target = (
            out
            if out is not None and count(out.shape) == count(node.shape)
            else self.fresh(node.shape or (), inside.leads)
        )
        if self.mode == "moment" and self.source.extent.examples == 1:
            names = self.named(weights, value.shape or (), transposed=turned), self.named(inside, inside.shape)
            self.source.call("dot", *names, self.named(target, (count(node.shape),)))
        else:
            names = (
                self.named(inside, inside.shape, whole=(-1, count(inside.shape))),
                self.named(weights, value.shape or (), transposed=not turned),
            )
            self.source.call("matmul", *names, self.named(target, (), whole=(-1, count(node.shape))))
        self.done(inside)
        return replace(target, shape=node.shape or ())

    def _forward(self, node: Apply, out: Operand | None) -> Operand:
        """Any other op: filled through buffers where it can be, else through the function the interpreter calls."""
        fast, leads = ops()[node.op].fast, self.leads(node)
        target = (
            out if out is not None and count(out.shape) == count(node.shape) else self.fresh(node.shape or (), leads)
        )
        target = replace(target, shape=node.shape or ())
        used: list[Operand] = []
        if fast is not None and fast.fill is not None and self._one_kernel(node):
            image, kernel = node.arguments
            used.append(self._whole(self._emit(image, None), image))
            names = [self.named(one, (), whole=(-1, *one.shape)) for one in (target, used[0])]
            self._fill(node, fast.fill, [*names, self._argument(kernel, used)])
        else:
            call = self._called(node, ops()[node.op].forward, used)
            self.source.call("copyto", call, self.named(target, target.shape, single=False))
        self.done(*used)
        return target

    def _one_kernel(self, node: Apply) -> bool:
        """Whether the first operand varies over examples and the other does not."""
        return self.leads(node.arguments[0])[1] and not any(self.leads(node.arguments[1]))

    def _fill(self, node: Apply, function: Callable[..., None], names: list[str]) -> None:
        """The call of a function that fills through buffers."""
        fast = ops()[node.op].fast
        assert fast is not None and fast.buffers is not None
        extent = self.source.extent
        buffers = self.source.buffers(fast.buffers(node, extent.examples * extent.length))
        given = ", ".join([self.source.held("node", node), buffers, *names])
        self.source.line(f"{self.source.held(node.op, function)}({given})")

    def _called(self, node: Apply, function: Callable[..., Array], used: list[Operand]) -> str:
        """The call of a function of an op on whole arrays."""
        names = [self._argument(argument, used) for argument in node.arguments]
        positions = [str(held.at({})) for _, held in node.attributes if isinstance(held, Offset)]
        given = ", ".join([self.source.held("node", node), *names, *positions])
        return f"{self.source.held(node.op, function)}({given})"

    def _argument(self, node: Expression, used: list[Operand]) -> str:
        """An operand of a function: a call where another function makes it, else the name of an array."""
        own = depends(node, self.own) or self.mode == "sequence"
        plain = isinstance(node, Apply) and not keeps_entries(node) and node.op not in ("expand", "matmul")
        if own and plain and isinstance(node, Apply) and not by_entry(node) and not fills(node):
            return self._called(node, ops()[node.op].forward, used)
        found = self._whole(self._emit(node, None), node)
        used.append(found)
        return self.named(found, found.shape, single=False)

    def _whole(self, operand: Operand, node: Expression) -> Operand:
        """An operand in the shape that the tree states, its repeated axes written out."""
        shape = node.shape or ()
        if operand.block is None or operand.shape == shape:
            return operand
        out = self.fresh(shape, operand.leads)
        self.source.call("copyto", self.named(operand, operand.shape), self.named(out, shape))
        self.done(operand)
        return out

    def _evaluated(self, node: Expression, out: Operand | None) -> Operand:
        """What has no form here, evaluated as the interpreter does."""
        leads = self.leads(node)
        if isinstance(node, Total):
            leads = leads[0] and not node.moments, leads[1] and not node.examples
        target = replace(out if out is not None else self.fresh(node.shape or (), leads), shape=node.shape or ())
        moment = self.source.moment() if self.mode == "moment" else "None"
        stated, around = self.source.held("expression", node), self.source.surroundings()
        kept = f"[:{self.source.extent.length - self.fewer}]" if self.fewer and leads[0] else ""
        call = f"evaluated({stated}, {around}, {moment}){kept}"
        self.source.call("copyto", call, self.named(target, target.shape, single=False))
        return target

    def _total(self, node: Total, out: Operand | None) -> Operand:
        """The sum over moments and examples: one product where the terms are outer products."""
        body, shape = node.body, node.shape or ()
        timed, examples = self.leads(body)
        if not examples or not node.examples or (self.source.extent.moments and timed != node.moments):
            return self._evaluated(node, out)
        target = out if out is not None else self.fresh(shape, (False, False))
        inner = body
        while keeps_entries(inner):
            assert isinstance(inner, Apply)
            inner = inner.arguments[0]
        if isinstance(inner, Apply) and inner.op == "outer" and all(self.leads(one)[1] for one in inner.arguments):
            parts = [self._emit(one, None) for one in inner.arguments]
            if all(
                one.block and count(one.shape) == count(part.shape)
                for one, part in zip(parts, inner.arguments, strict=True)
            ) and all(one.leads[0] == timed for one in parts):
                left, right = (self.named(one, (), whole=(-1, count(one.shape))) for one in parts)
                sizes = tuple(count(one.shape) for one in parts)
                self.source.call("matmul", f"{left}.T", right, self.named(target, (), whole=sizes))
                self.done(*parts)
                return replace(target, shape=shape)
            self.done(*parts)
        if isinstance(body, Apply) and (summed := ops()[body.op].total):
            fast, used = ops()[body.op].fast, list[Operand]()
            both = all(self.leads(one)[1] for one in body.arguments) and self.source.extent.moments is None
            if fast is not None and fast.fill_total is not None and both:
                names = [self.named(target, shape), *(self._argument(one, used) for one in body.arguments)]
                self._fill(body, fast.fill_total, names)
            else:
                self.source.call("copyto", self._called(body, summed, used), self.named(target, shape))
            self.done(*used)
            return replace(target, shape=shape)
        whole = self._whole(self._emit(inner, None), inner)
        self.source.call(
            "add.reduce", self.named(whole, (), whole=(-1, count(whole.shape))), self.named(target, (count(shape),))
        )
        self.done(whole)
        return replace(target, shape=shape)

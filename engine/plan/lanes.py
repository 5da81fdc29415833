"""Lanes: equations of the same form side by side, run by one call for all of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from engine.expression import Apply, Expression, Number, Size
from engine.plan.definitions import beyond
from engine.plan.emission import Emission
from engine.plan.keys import Key, distance, key_of
from engine.plan.operands import Operand
from engine.plan.rearranging import bare, by_entry, count, depends, is_reference, keeps_entries, written_by_entry


def signature(node: Expression, own: Collection[Key]) -> object:
    """What two trees have in common that may run side by side."""
    if not depends(node, own):
        return "known", node.value if isinstance(node, Number) else None
    if is_reference(node):
        return "own", distance(node), count(node.shape)  # type: ignore[arg-type]
    if not isinstance(node, Apply):
        return "alone", node
    if keeps_entries(node):
        return signature(node.arguments[0], own)
    return node.op, count(node.shape), tuple(signature(argument, own) for argument in node.arguments)


def fits(nodes: Sequence[Expression], own: Collection[Key], place: Mapping[Key, Operand]) -> bool:
    """Whether these trees, alike in their signatures, can run side by side: what they read lies so, or can."""
    if all(node == nodes[0] for node in nodes) or not depends(nodes[0], own):
        return True
    inner = [bare(node) for node in nodes]
    if all(is_reference(node) for node in inner):
        places = [place.get(key_of(node)) for node in inner]  # type: ignore[arg-type]
        first = places[0]
        return first is not None and all(
            one is not None and one.block is first.block and one.first == first.first + lane
            for lane, one in enumerate(places)
        )
    applied = [node for node in inner if isinstance(node, Apply)]
    if len(applied) != len(nodes) or len({node.op for node in applied}) > 1 or not by_entry(applied[0]):
        return False
    shapes = {count(argument.shape) for node in applied for argument in node.arguments}
    if not shapes <= {1, count(applied[0].shape)} or len({len(node.arguments) for node in applied}) > 1:
        return False
    return all(
        fits([node.arguments[number] for node in applied], own, place) for number in range(len(applied[0].arguments))
    )


def emit_lanes(emission: Emission, nodes: Sequence[Expression], out: Operand | None = None) -> Operand:
    """Writes what computes these trees side by side."""
    own, first = emission.own, nodes[0]
    if len(nodes) == 1:
        return emission.emit(first, out)
    if all(node == first for node in nodes):
        return emission.emit(first)
    if not depends(first, own):
        return _known(emission, nodes)
    inner = [bare(node) for node in nodes]
    if is_reference(inner[0]):
        found = emission.read(inner[0])
        return replace(found, stop=found.first + len(nodes))
    applied = [node for node in inner if isinstance(node, Apply)]
    operands = [
        emit_lanes(emission, [node.arguments[number] for node in applied])
        for number in range(len(applied[0].arguments))
    ]
    size = count(applied[0].shape)
    if applied[0].op in ("add", "mul"):
        operands.sort(key=lambda one: not (one.scratch and one.lanes == len(nodes) and count(one.shape) == size))
    ahead = operands[0]
    if out is None:
        reusable = ahead.scratch and ahead.lanes == len(nodes) and count(ahead.shape) == size
        examples = any(one.leads[1] for one in operands)
        out = ahead if reusable else emission.fresh((size,), (True, examples), len(nodes))
    names = [emission.named(one, (count(one.shape),)) for one in operands]
    written_by_entry(emission.source, applied[0], names, emission.named(out, (size,)))
    emission.done(*(one for one in operands if one.block is not out.block))
    return replace(out, shape=(size,))


def _known(emission: Emission, nodes: Sequence[Expression]) -> Operand:
    """What is known before the loop, laid side by side for it."""
    if all(isinstance(node, Number | Size) for node in nodes):
        leads = False, False
    else:
        every = [emission.leads(node) for node in nodes]
        leads = any(one[0] for one in every), any(one[1] for one in every)
    size = max(count(node.shape) for node in nodes)
    block = emission.source.block((size,), *["ahead"] * len(nodes), timed=leads[0], examples=leads[1])
    for lane, node in enumerate(nodes):
        emission.written_ahead([(node, beyond(node))], Operand((size,), block, lane, lane + 1))
    return Operand((size,), block, 0, len(nodes))

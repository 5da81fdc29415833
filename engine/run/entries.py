"""Entries: where one number of an expression stands in what it was rearranged from."""

import numpy as np

from engine.expression import Apply, Expression, Shape

Unit = tuple[int, ...]
Part = tuple[Expression, Unit]


def count(shape: Shape | None) -> int:
    """How many numbers an array of that shape holds."""
    return int(np.prod(shape or (), dtype=int))


def unit_within(shape: Shape | None, unit: Unit, whole: Shape) -> Unit:
    """Where the entry `unit` of an array of shape `whole` stands in one of another shape with as many numbers."""
    own = shape or ()
    if len(own) == len(unit) or count(own) != count(whole) or not whole:
        return unit[: len(own)]
    return tuple(int(part) for part in np.unravel_index(int(np.ravel_multi_index(unit, whole)), own))


def through(node: Expression, unit: Unit) -> Part:
    """Down through ops that only rearrange entries, to what the entry really is and where it stands there."""
    while isinstance(node, Apply):
        inside = node.arguments[0]
        inner = inside.shape or ()
        settings = dict(node.attributes)
        if node.op in ("flatten", "reshape"):
            unit = unit_within(inner, unit, node.shape or ())
        elif node.op == "expand":
            axis = int(str(settings.get("axis", len(inner))))
            unit = unit[:axis] + unit[axis + 1 :]
        elif node.op == "repeat":
            unit = ()
        elif node.op == "transpose":
            unit = unit[::-1]
        elif node.op == "flatten_maps":
            map_, row, column = np.unravel_index(unit[0], (inner[2], inner[0], inner[1]))
            unit = (int(row), int(column), int(map_))
        elif node.op == "stack_maps":
            rows, columns, maps = node.shape or ()
            unit = (int(np.ravel_multi_index((unit[2], unit[0], unit[1]), (maps, rows, columns))),)
        elif node.op == "upsample":
            unit = (unit[0] * inner[0] // (node.shape or ())[0], unit[1] * inner[1] // (node.shape or ())[1], unit[2])
        elif node.op == "rot180":
            unit = (*unit[:-3], inner[-3] - 1 - unit[-3], inner[-2] - 1 - unit[-2], unit[-1])
        elif node.op in ("sum", "collect") and count(inner) == count(node.shape):
            unit = unit_within(inner, unit, node.shape or ()) if node.shape else (0,) * len(inner)
        else:
            break
        node = inside
    return node, unit

"""Peepholes: the parameters by which a gate sees a state, found in the equations and not by their names."""

from engine.expression import Apply, Expression, Value, references, walk
from engine.run.intervention import Intervention
from explorer.scene import Scene
from explorer.scenery.memory import Memory

_kept = Memory(owners=4, things=1).kept


def peepholes_shut(scene: Scene) -> tuple[Intervention, ...]:
    """What puts 0 in the place of every peephole weight; nothing where the network has none."""
    names: tuple[str, ...] = _kept(scene.program, "peepholes", lambda: _peepholes(scene))
    return tuple(Intervention(name, (), 0.0) for name in names)


def _peepholes(scene: Scene) -> tuple[str, ...]:
    """Parameters that multiply, entry by entry, a quantity that depends on itself a moment ago, within a net input."""
    quantities = scene.network.quantities
    carried = {
        equation.name
        for equation in scene.network.equations
        if any(part.name == equation.name for part in references(equation.expression))
    }

    def multiplies(node: Expression) -> str | None:
        if not isinstance(node, Apply) or node.op != "mul":
            return None
        read = [part for argument in node.arguments for part in references(argument)]
        weights = [part.name for part in read if isinstance(part, Value) and quantities[part.name].role == "parameter"]
        states = [part for part in read if part.name in carried]
        return weights[0] if len(weights) == 1 and len(states) == 1 and len(read) == 2 else None

    found = [
        name
        for equation in scene.network.equations
        if equation.name not in carried
        for _, node in walk(equation.expression)
        if (name := multiplies(node)) is not None
    ]
    return tuple(dict.fromkeys(found))

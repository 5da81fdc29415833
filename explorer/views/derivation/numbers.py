"""Numbers beside the steps: of one term or of the whole adjoint, at the chosen unit and moment, as far as known."""

from dataclasses import dataclass

import numpy as np

from engine.derivation.steps import Derivation
from engine.expression import Adjoint, Expression, Total, references
from explorer.scene import Scene
from explorer.scenery.flows import is_known
from explorer.scenery.moments import shown_moment


@dataclass(frozen=True, slots=True)
class Place:
    """Which number of the adjoint is shown: moment from 0 (None outside time) and the index of its unit."""

    moment: int | None
    unit: tuple[int, ...]
    shape: tuple[int, ...]

    @property
    def unit_text(self) -> str:
        """The index without axes of one entry: a block with one cell is simply unit 3."""
        long = [str(part) for part, length in zip(self.unit, self.shape, strict=True) if length > 1]
        return ", ".join(long or [str(part) for part in self.unit[:1]])


def place_of(scene: Scene, found: Derivation) -> Place:
    """The moment and the unit that are shown."""
    return Place(
        shown_moment(scene) if found.timed else None, scene.unit_of(found.target.name), found.target.shape or ()
    )


def term_number(scene: Scene, found: Derivation, expression: Expression, place: Place) -> float | None:
    """The number of an expression of the adjoint's shape; None while something it reads is not computed."""
    name, shape = found.target.name, found.target.shape or ()
    if not scene.exists(name, True) or not is_computed(scene, name, expression, place):
        return None
    array = np.asarray(scene.trace.evaluate(expression, place.moment if found.timed else None))
    own = expression.shape or ()
    if array.ndim > len(own) and scene.network.quantities[name].batched:
        array = array[scene.state.example]
    return float(np.broadcast_to(array.reshape(array.shape or ()), shape)[place.unit])


def is_computed(scene: Scene, name: str, expression: Expression, place: Place) -> bool:
    """Whether the cursor knows all that the expression reads; a sum over moments, once its last adjoint is there."""
    if scene.known(name, True, place.moment):
        return True
    if isinstance(expression, Total):
        adjoints = [read for read in references(expression) if isinstance(read, Adjoint)]
        return bool(adjoints) and all(
            scene.known(read.name, True, None if read.offset is None else 0) for read in adjoints
        )
    return all(is_known(scene, read, place.moment) for read in references(expression))

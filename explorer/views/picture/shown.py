"""What the picture shows at the cursor: the input's numbers, its adjoint or a part of it, and their scales."""

from dataclasses import dataclass

import numpy as np

from explorer.scene import Array, Scene
from explorer.scenery.brush import front_channels
from explorer.scenery.by_hand import put_in_places
from explorer.scenery.images import CHANNELS, colour_range, image_inputs, is_coloured
from explorer.scenery.moments import shown_moment
from explorer.scenery.quantities import runs_next
from explorer.theme.scale import Scale
from explorer.views.picture.choices import ONE_UNIT
from explorer.views.picture.memory import kept
from explorer.views.picture.through import Through, through_of


@dataclass(frozen=True, eq=False)
class Shown:
    """One image input of one example at one moment.

    `values` (rows, columns, channels in front) lie between `low` (dark) and `high` (bright). `adjoint` (rows, columns)
    is the adjoint, or the part of it that passes `through` one unit, and None while not computed; of several channels
    it is the sum of the sizes (`summed`). `by_hand` (rows, columns) marks pixels that were drawn.
    """

    name: str
    moment: int | None
    channels: tuple[int, ...]
    values: Array
    low: float
    high: float
    adjoint: Array | None
    following: bool
    scale: Scale
    through: Through | None
    by_hand: Array | None
    changed: int

    @property
    def summed(self) -> bool:
        """Whether the adjoint is a sum of sizes over channels."""
        return len(self.channels) > 1

    @property
    def rows(self) -> int:
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        return int(self.values.shape[1])

    @property
    def key(self) -> tuple[object, ...]:
        """What tells its numbers from others of the same trace and example."""
        unit = (self.through.name, self.through.entry, self.through.moment) if self.through is not None else None
        return self.name, self.moment, self.channels, unit


def picture_name(scene: Scene) -> str:
    """The first image input on which the objective depends; "" where there is none."""
    return next((name for name in image_inputs(scene.network) if scene.exists(name, True)), "")


def suits(scene: Scene) -> bool:
    """Networks that read a picture."""
    return bool(picture_name(scene))


def subtitle(scene: Scene) -> str:
    """Which example and moment are shown."""
    moment = shown_moment(scene)
    example = f"example {scene.state.example}" if scene.trace.examples > 1 else ""
    return " · ".join(filter(None, (example, "" if moment is None else f"t = {moment + 1}")))


def channel_word(scene: Scene, name: str, channel: int) -> str:
    """R, G or B of a colour picture, else the channel's number."""
    return CHANNELS[channel] if is_coloured(scene.network, name) else str(channel)


def shown_of(scene: Scene) -> Shown:
    """All that the picture shows now."""
    name = picture_name(scene)
    moment = shown_moment(scene) if scene.network.quantities[name].timed else None
    channels = front_channels(scene, name)
    values = scene.array(name, False, moment)
    assert values is not None, "inputs are given"
    following = runs_next(scene, name, adjoint=True, moment=moment)
    known = scene.array(name, True, moment) if not following else None
    through = through_of(scene, name) if ONE_UNIT.is_on(scene) else None
    adjoint = None if known is None else _in_front(known, channels)
    scale = Scale(_limit(scene, name, channels), "root")
    if adjoint is not None and through is not None:
        adjoint = _in_front(through.part(name, moment), channels)
        largest = float(np.abs(adjoint[np.isfinite(adjoint)]).max(initial=0.0))
        scale = Scale(max(scale.limit, largest), "root")
    marked = put_in_places(scene, name, moment) if scene.state.interventions else None
    front = None if marked is None else np.asarray(marked[:, :, list(channels)].any(axis=2))
    low, high = colour_range(scene, name)
    if scene.apart is not None:  # differences of two pictures lie around 0
        low, high = low - high, high - low
    changed = 0 if marked is None else int(marked.sum())
    return Shown(
        name, moment, channels, values[:, :, list(channels)], low, high, adjoint, following, scale, through, front,
        changed,
    )  # fmt: skip


def _in_front(adjoint: Array, channels: tuple[int, ...]) -> Array:
    """One channel with its signs, or the sum of the sizes over several."""
    front: Array = adjoint[:, :, list(channels)]
    return front[:, :, 0] if len(channels) == 1 else np.abs(front).sum(axis=2)


def _limit(scene: Scene, name: str, channels: tuple[int, ...]) -> float:
    """The largest size over the whole trace, so that the scale stays while stepping."""

    def find() -> float:
        whole = np.abs(scene.trace.adjoints[name])
        sums = whole.sum(axis=-1) if len(channels) > 1 else whole
        largest = float(sums[np.isfinite(sums)].max(initial=0.0))
        return largest if largest > 0.0 else 1.0

    return kept(scene.trace, ("limit", name, len(channels) > 1), find)

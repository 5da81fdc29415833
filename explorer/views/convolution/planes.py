"""Planes: two axes of an array, rows and columns, that are drawn as one picture."""

from dataclasses import dataclass

from explorer.scene import Array, Family, Scene
from explorer.scenery.quantities import runs_next, scale_of
from explorer.theme.scale import Scale


@dataclass(frozen=True, slots=True)
class Plane:
    """One channel of an image, or of one kernel: `lead` stands before the row, `channel` after the column."""

    name: str
    adjoint: bool
    moment: int | None
    lead: tuple[int, ...]
    channel: int
    rows: int
    columns: int
    channels: int
    family: Family
    scale: Scale

    def entry(self, row: int, column: int) -> tuple[int, ...]:
        """The whole index of a cell."""
        return (*self.lead, row, column, self.channel)

    def other(self, channel: int) -> "Plane":
        """The same rows and columns of another channel."""
        return Plane(
            self.name, self.adjoint, self.moment, self.lead, channel, self.rows, self.columns, self.channels,
            self.family, self.scale,
        )  # fmt: skip

    def numbers(self, scene: Scene) -> Array | None:
        """Rows and columns; None while they have not been computed."""
        array = scene.array(self.name, self.adjoint, self.moment)
        return None if array is None else array[self.lead][:, :, self.channel]

    def following(self, scene: Scene) -> bool:
        """Whether it is what runs next."""
        return runs_next(scene, self.name, adjoint=self.adjoint, moment=self.moment)


def plane_of(scene: Scene, name: str, *, adjoint: bool, moment: int | None, unit: tuple[int, ...]) -> Plane:
    """The plane in which an entry of an image, or of kernels, lies."""
    quantity = scene.network.quantities[name]
    rows, columns, channels = quantity.shape[-3:]
    given = quantity.role != "defined" and not adjoint
    scale = Scale(scene.limit(name, adjoint)) if given else scale_of(scene, name, adjoint=adjoint)
    return Plane(
        name, adjoint, moment if quantity.timed else None, unit[:-3], unit[-1], rows, columns, channels,
        scene.family(name, adjoint), scale,
    )  # fmt: skip

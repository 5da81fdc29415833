"""What is compared: both runs as scenes with the cursor at the same line, and how far their quantities lie apart."""

from dataclasses import dataclass

from engine.divergence import Apart, Divergence, divergence
from engine.identity import Same
from explorer.scene import Focus, Scene
from explorer.scenery.comparison import run_names
from explorer.scenery.contrast import twin
from explorer.scenery.counterparts import carried, counterpart_of
from explorer.scenery.moments import shown_moment
from explorer.scenery.switches import Switch
from explorer.views.compare.memory import kept

BY_DIFFERENCE = Switch(
    "compare-by-difference",
    "Order",
    ("as computed", "by difference"),
    ("In the order in which they are computed.", "The largest relative difference first."),
)


@dataclass(frozen=True)
class Pair:
    """This run and the other one, whichever of them is on the screen, in words `names`."""

    ours: Scene
    theirs: Scene
    found: Divergence
    names: tuple[str, str]

    def rows(self) -> tuple[Apart, ...]:
        """In the order that was chosen; what is in one run only comes last."""
        if not BY_DIFFERENCE.is_on(self.ours):
            return self.found.rows
        return tuple(sorted(self.found.rows, key=lambda row: (row.status != "compared", -(row.largest or 0.0))))

    def row(self, name: str, *, adjoint: bool) -> Apart | None:
        """The row of a quantity of this run."""
        return next((row for row in self.found.rows if (row.name, row.adjoint) == (name, adjoint)), None)

    def number(self, row: Apart, *, here: bool) -> float | None:
        """The number at the cursor in one of the two; None where it has none or it is not known yet."""
        scene, unit = self.ours if here else self.theirs, self.unit(row, here=here)
        if unit is None:
            return None
        moment = shown_moment(self.ours) if scene.network.quantities[row.name].timed else None
        if moment is not None and moment >= (scene.trace.moments or 0):
            return None
        return scene.number(row.name, row.adjoint, moment, unit)

    def unit(self, row: Apart, *, here: bool) -> tuple[int, ...] | None:
        """Which number is shown: the same one in both where the shapes are the same; None where there is none."""
        scene = self.ours if here else self.theirs
        if not scene.exists(row.name, row.adjoint):
            return None
        return (self.ours if row.status == "compared" else scene).unit_of(row.name)

    def looked_at(self) -> Focus | None:
        """What the curves show: what was chosen, else the adjoint of what moments carry on, else what first differs."""
        scene, first = self.ours, self.found.computed
        state = next((name for name in carried(scene.network) if scene.exists(name, True)), None)
        if scene.state.selection is not None or (state is None and first is None):
            return scene.focus
        if state is not None:
            return Focus(state, True, scene.moment, scene.unit_of(state))
        assert first is not None
        moment = scene.moment if scene.network.quantities[first.name].timed else None
        return Focus(first.name, first.adjoint, moment, scene.unit_of(first.name))

    def counterpart(self, focus: Focus) -> str | None:
        """What stands against it in the other run; None for nothing."""
        name = counterpart_of(self.ours, self.theirs.network, focus.name)
        return name if name is not None and self.theirs.exists(name, focus.adjoint) else None


def pair_of(scene: Scene) -> Pair | None:
    """Both runs of a scene; None where nothing is compared."""
    other = twin(scene)
    if other is None:
        return None
    ours, theirs = (other, scene) if scene.state.contrast == "before" else (scene, other)
    example = ours.state.example
    found = kept(ours.trace, (Same(theirs.trace), example), lambda: divergence(ours.trace, theirs.trace, example))
    return Pair(ours, theirs, found, run_names(ours))

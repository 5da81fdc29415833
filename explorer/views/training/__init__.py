"""Training: loss, right answers, gradient norms and updates over the iterations of a run, each one a click away."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.training.picture import draw, height


def trains(scene: Scene) -> bool:
    """Whether the run ends with an update of parameters."""
    return scene.program.update is not None


def subtitle(scene: Scene) -> str:
    """How far training has come."""
    progress = scene.progress
    if progress is None or progress.length == 0:
        return "nothing trained yet"
    epochs = f", {progress.length / progress.an_epoch:.3g} epochs" if progress.an_epoch else ""
    words = f"{progress.length:,} iteration{'' if progress.length == 1 else 's'}{epochs}"
    return f"{words}, running" if progress.running else words


VIEW = View(
    name="training",
    title="Training",
    side="below",
    summary="Loss, right answers, gradient norms and updates over iterations; a click goes to an iteration",
    draw=draw,
    order=2,
    height=height,
    suits=trains,
    subtitle=subtitle,
    of_training=True,
)

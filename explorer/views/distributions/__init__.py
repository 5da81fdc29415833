"""The distributions: histograms of all values and adjoints of an iteration, with what is saturated, dead or NaN."""

from explorer.scene import Scene
from explorer.view import View
from explorer.views.distributions.picture import draw, follow, height


def subtitle(scene: Scene) -> str:
    """Of how many examples the numbers are, and of which iteration."""
    examples = scene.trace.examples
    return f"{examples} example{'' if examples == 1 else 's'}, iteration {scene.state.iteration:,}"


VIEW = View(
    name="distributions",
    title="Distributions",
    side="stage",
    summary="Histograms of every quantity's values and adjoints, with saturated gates, dead units and NaN in words",
    draw=draw,
    of_one_run=True,
    order=6,
    height=height,
    follow=follow,
    subtitle=subtitle,
)

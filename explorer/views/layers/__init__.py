"""The layers: every layer of a network as units, cells or feature maps, with what joins them."""

from explorer.view import View
from explorer.views.layers.picture import draw_layers, subtitle, suits

VIEW = View(
    name="layers",
    title="Layers",
    side="stage",
    order=2,
    summary="Every layer with values, adjoints and the connections between units; images as feature maps.",
    draw=draw_layers,
    of_one_run=True,
    suits=suits,
    subtitle=subtitle,
)

"""The feature maps: every layer's maps with their adjoints, and one of them large with its numbers."""

from explorer.view import View
from explorer.views.maps.layout import follow, page_height
from explorer.views.maps.page import draw_maps
from explorer.views.maps.sides import subtitle, suits

VIEW = View(
    name="maps",
    title="Feature maps",
    side="stage",
    order=3,
    summary="The maps of every layer as pictures, values and adjoints, and one of them large with its numbers.",
    draw=draw_maps,
    height=page_height,
    follow=follow,
    suits=suits,
    subtitle=subtitle,
)

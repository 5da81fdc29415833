"""The picture: the input large, to be drawn on, with its adjoint, the whole of it or what passes through one unit."""

from explorer.view import View
from explorer.views.picture.layout import page_height
from explorer.views.picture.page import draw_page
from explorer.views.picture.shown import subtitle, suits

VIEW = View(
    name="picture",
    title="Picture",
    side="stage",
    order=3,
    summary="The input as a picture to draw on, its adjoint as an exact saliency map, and the way back through a unit.",
    draw=draw_page,
    height=page_height,
    suits=suits,
    subtitle=subtitle,
)

"""The kernels: every kernel by input channel, with its gradient, its last update, bias and norms."""

from explorer.view import View
from explorer.views.kernels.layout import follow, page_height
from explorer.views.kernels.page import draw_kernels
from explorer.views.kernels.parts import subtitle, suits

VIEW = View(
    name="kernels",
    title="Kernels",
    side="stage",
    order=4,
    summary="Every kernel by input channel, beside it its gradient and its update, with biases and norms.",
    draw=draw_kernels,
    height=page_height,
    follow=follow,
    suits=suits,
    subtitle=subtitle,
    of_training=True,
)

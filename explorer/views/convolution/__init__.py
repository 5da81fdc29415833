"""Convolution: the arithmetic of one cell, forward and backward, as source, kernel, products, sum and result."""

from explorer.view import View
from explorer.views.convolution.picture import draw_convolution, figure_height, subtitle, suits

VIEW = View(
    name="convolution",
    title="Convolution",
    side="stage",
    order=3,
    summary="How a kernel or a pooling window makes one cell, forward and backward: each product with its numbers.",
    draw=draw_convolution,
    of_one_run=True,
    suits=suits,
    subtitle=subtitle,
    figure_height=figure_height,
)

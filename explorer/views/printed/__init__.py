"""Printed vs verified: the papers' equations as printed and as they should read, with the error of both in numbers."""

from explorer.view import View
from explorer.views.printed.picture import draw_printed, follow, height, subtitle

VIEW = View(
    name="printed",
    title="Printed vs verified",
    side="stage",
    order=4,
    summary="The papers' equations as printed and as verified, what differs marked, both evaluated and compared.",
    draw=draw_printed,
    of_one_run=True,
    height=height,
    follow=follow,
    subtitle=subtitle,
)

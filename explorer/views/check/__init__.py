"""The numeric check: every derived adjoint against central differences, worst first, and printed equations tried."""

from explorer.view import View
from explorer.views.check.picture import draw, height
from explorer.views.check.words import count

VIEW = View(
    name="check",
    title="Check",
    side="stage",
    order=7,
    summary="Every derived adjoint, of parameters and of all in between, against central differences, worst first.",
    draw=draw,
    height=height,
    count=count,
    of_one_run=True,
    checks=True,
)

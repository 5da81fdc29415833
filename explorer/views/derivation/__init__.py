"""Derivation: the chain rule for one adjoint, step by step with its numbers, and as a worksheet."""

from explorer.view import View
from explorer.views.derivation.picture import draw_derivation, height, subtitle, suits

VIEW = View(
    name="derivation",
    title="Derivation",
    side="stage",
    order=3,
    summary="The adjoint in focus derived step by step: uses, a term for each, the sum; as a worksheet with blanks.",
    draw=draw_derivation,
    height=height,
    suits=suits,
    subtitle=subtitle,
)

"""How colours look to the colour-blind, to test that none are taken for one another.

Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A Physiologically-based Model for Simulation of Color Vision
Deficiency (2009), matrices of full severity, applied to linear sRGB.
"""

import numpy as np
from PySide6.QtGui import QColor

from explorer.theme.oklab import linear_from_srgb, oklab_from_linear

_MATRICES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
SIGHTS = tuple(_MATRICES)


def distance(first: QColor, second: QColor, sight: str) -> float:
    """OKLab distance × 100 of two colours as seen with `sight`; under 10 they are taken for one another."""
    labs = []
    for colour in (first, second):
        rgb = np.array([colour.red(), colour.green(), colour.blue()]) / 255.0
        seen = np.clip(linear_from_srgb(rgb) @ _MATRICES[sight].T, 0.0, 1.0)
        labs.append(oklab_from_linear(seen))
    return float(np.linalg.norm(labs[0] - labs[1]) * 100.0)

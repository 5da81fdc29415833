"""OKLab: the perceptually even colour space in which the maps are interpolated and distances measured."""

import numpy as np
from numpy.typing import NDArray

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_FROM_LMS = np.linalg.inv(_TO_LMS)


def linear_from_srgb(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Remove the sRGB transfer curve; (..., 3) in 0..1."""
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply the sRGB transfer curve; (..., 3), clipped to 0..1 because OKLab reaches beyond the gamut."""
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def oklab_from_linear(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear sRGB to OKLab, (..., 3) to (..., 3). Source: B. Ottosson, A perceptual color space (2020)."""
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def oklab_from_srgb(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """The usual sRGB (0..1) to OKLab, (..., 3) to (..., 3)."""
    return oklab_from_linear(linear_from_srgb(rgb))


def srgb_from_oklab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """OKLab to sRGB in 0..1, (..., 3) to (..., 3)."""
    return srgb_from_linear((lab @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T)

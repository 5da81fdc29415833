"""Whether a painter ends in pixels, where cached pictures may be used, or in vectors, where they may not."""

from PySide6.QtGui import QPaintEngine, QPainter


def device_scale(painter: QPainter) -> float | None:
    """Device pixels per px of an upright raster painter; None for SVG, PDF and turned or stretched painters."""
    engine = painter.paintEngine()
    if engine.type() != QPaintEngine.Type.Raster:
        return None
    transform = painter.transform()
    turned = not transform.isAffine() or transform.m12() != 0.0 or transform.m21() != 0.0
    if turned or transform.m11() != transform.m22() or transform.m11() <= 0.0:
        return None
    return float(transform.m11() * painter.device().devicePixelRatioF())

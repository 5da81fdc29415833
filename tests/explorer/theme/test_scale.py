"""Scales send numbers to the right place of a map, and never hide what does not fit."""

import math

import numpy as np
import pytest

from explorer.theme.scale import GATE_SCALE, Scale


def test_linear_is_symmetric() -> None:
    """Zero is the centre entry, ±limit are the ends."""
    scale = Scale(3.0)
    assert scale.index(np.array([-3.0, 0.0, 1.5, 3.0])).tolist() == [0, 64, 96, 128]
    assert scale.fraction(-1.5) == -0.5


def test_root_spreads_small_numbers_and_keeps_the_sign() -> None:
    """sign(v)·√|v|: a hundredth of the limit reaches a tenth of the map."""
    scale = Scale(0.3, "root")
    assert scale.fraction(-0.003) == pytest.approx(-0.1)
    assert scale.fraction(0.0) == 0.0


def test_gates_use_the_whole_map() -> None:
    """Closed is the first entry, open the last, a half the middle one."""
    assert GATE_SCALE.index(np.array([0.0, 0.5, 1.0])).tolist() == [0, 64, 128]


def test_clipping_is_reported_but_not_for_the_limit_itself() -> None:
    """The largest number of a trace is the limit and must not be marked."""
    scale = Scale(0.1 + 0.2)
    assert not scale.clips(0.1 + 0.2) and not scale.clips(-0.3) and scale.clips(0.31)
    assert GATE_SCALE.clips(-0.1) and not GATE_SCALE.clips(0.0)
    assert not scale.clips(math.nan) and not scale.clips(math.inf)


def test_fractions_are_clamped_and_keep_nan() -> None:
    """NaN is no fraction; the painter marks it."""
    fractions = Scale(1.0).fractions(np.array([9.0, -9.0, math.nan]))
    assert fractions[:2].tolist() == [1.0, -1.0] and math.isnan(fractions[2])


@pytest.mark.parametrize("limit", [0.0, -1.0, math.inf, math.nan])
def test_senseless_limits_are_refused(limit: float) -> None:
    """A scale of zero width would divide by zero much later."""
    with pytest.raises(ValueError, match="positive finite"):
        Scale(limit)

"""The order of maps: by index or by norm, all or those with the largest norms."""

import numpy as np

from explorer.scenery.ranking import MOST, norms_of, ranked


def test_norms_are_those_of_whole_maps():
    maps = np.random.default_rng(1).normal(size=(5, 3, 2, 4))
    assert np.allclose(norms_of(maps), [np.linalg.norm(each) for each in maps])


def test_what_is_no_number_outweighs_every_number():
    maps = np.ones((3, 2))
    maps[2, 1] = np.nan
    assert ranked(norms_of(maps), 3, by_norm=True, largest=False)[0] == 2


def test_the_largest_are_kept_in_the_order_that_is_asked_for():
    norms = np.arange(40.0)
    assert ranked(norms, 40, by_norm=True, largest=True) == tuple(range(39, 39 - MOST, -1))
    assert ranked(norms, 40, by_norm=False, largest=True) == tuple(range(40 - MOST, 40))
    assert ranked(norms, 40, by_norm=False, largest=False) == tuple(range(40))


def test_without_norms_maps_stand_by_index():
    """What is not computed yet must not be told by an order."""
    assert ranked(None, 5, by_norm=True, largest=False) == (0, 1, 2, 3, 4)
    assert ranked(None, 40, by_norm=True, largest=True) == tuple(range(MOST))

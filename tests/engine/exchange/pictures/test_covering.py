"""Bringing a picture to a size: each new pixel is the mean of what it covers, and the middle is kept."""

import numpy as np
import pytest

from engine.exchange.pictures.covering import BAND, Covering, covered


def picture(rows: int, columns: int, channels: int = 1) -> np.ndarray:
    return np.random.default_rng(rows * columns).random((rows, columns, channels))


def test_the_same_size_keeps_every_bit():
    given = picture(28, 28, 3)
    found, kept = covered(given, (28, 28))
    assert np.array_equal(found, given) and kept == 1.0


@pytest.mark.parametrize(("rows", "columns"), [(2, 4), (4, 2), (1, 1)])
def test_whole_blocks_become_their_means(rows: int, columns: int):
    given = picture(8 * rows, 8 * columns, 3)
    found, kept = covered(given, (rows, columns))
    assert np.allclose(found, given.reshape(rows, 8, columns, 8, 3).mean(axis=(1, 3)), atol=1e-14) and kept == 1.0


def test_parts_of_pixels_count_by_their_area():
    found, _ = covered(np.array([[0.0, 0.3, 0.9]] * 3)[..., None], (2, 2))
    assert np.allclose(found[..., 0], [[0.1, 0.7], [0.1, 0.7]], atol=1e-15)


def test_enlarging_invents_nothing():
    given = picture(3, 3)
    assert np.allclose(covered(given, (6, 6))[0], given.repeat(2, axis=0).repeat(2, axis=1), atol=1e-15)


@pytest.mark.parametrize(("wide", "start"), [(8, 2), (10, 3), (5, None)])
def test_the_middle_is_kept(wide: int, start: int | None):
    """Of a broad picture the columns in the middle; half a column at each side where the rest is odd."""
    given = picture(4, wide)
    found, kept = covered(given, (4, 4))
    assert kept == pytest.approx(4 / wide)
    expected = given[:, start : start + 4] if start is not None else (given[:, :-1] + given[:, 1:]) / 2
    assert np.allclose(found, expected, atol=1e-15)
    assert np.allclose(covered(given.transpose(1, 0, 2), (4, 4))[0], expected.transpose(1, 0, 2), atol=1e-15)


def test_a_size_that_is_not_whole_ends_within_the_last_pixel():
    found = Covering((1.0, 2.5), (1, 5)).averaged([(0, np.array([[[0.0], [0.5], [1.0]]]))])
    assert np.allclose(found[0, :, 0], [0.0, 0.0, 0.5, 0.5, 1.0], atol=1e-15)


def test_bands_give_what_the_whole_gives():
    given = picture(5 * BAND // 2, 40, 3)
    covering = Covering((len(given), 40), (21, 5))
    bands = list(covering.bands())
    assert len(bands) > 1
    found = covering.averaged((first, given[first:last]) for first, last in bands)
    assert np.allclose(found, covered(given, (21, 5))[0], atol=1e-14)


def test_rows_that_are_cut_off_are_not_asked_for():
    assert list(Covering((100, 10), (5, 5)).bands()) == [(45, 55)]

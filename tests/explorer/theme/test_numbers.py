"""Numbers are written with fixed digits, a true minus and a sign where it carries meaning."""

import math

import pytest

from explorer.theme.numbers import (
    format_error,
    format_factor,
    format_limit,
    format_number,
    format_product,
    format_short,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1278, "+0.1278"),
        (-0.0015, "−0.0015"),
        (1.2e-5, "+1.2e−05"),
        (-4.9e-5, "−4.9e−05"),
        (5e-5, "+0.0001"),
        (0.0, "0"),
        (-0.0, "0"),
        (None, "—"),
        (math.nan, "NaN"),
        (math.inf, "+∞"),
        (-math.inf, "−∞"),
        (9.99999, "+10.000"),
        (-12.34567, "−12.346"),
        (123.456, "+123.46"),
        (123456.4, "+123456"),
        (1234567.0, "+1.2e+06"),
        (1e-120, "+1e−120"),
    ],
)
def test_signed_numbers(value: float | None, text: str) -> None:
    """Four decimals by default; the tiny, the huge, the absent and the broken each have their own form."""
    assert format_number(value) == text


@pytest.mark.parametrize("digits", range(2, 9))
def test_width_is_constant(digits: int) -> None:
    """In a column of tabular figures ordinary numbers all have the same length."""
    lengths = {len(format_number(v, digits=digits)) for v in (0.5, -0.5, 3.14159, -9.5, 12.5, -99.9)}
    assert lengths == {digits + 3}


def test_gates_have_no_sign() -> None:
    """A gate lies in (0, 1); a plus would promise that it could be negative."""
    assert format_number(0.7454, signed=False) == "0.7454"
    assert format_number(1e-6, signed=False) == "1.0e−06"


def test_no_ascii_minus_anywhere() -> None:
    """The hyphen is narrower than the plus and would make columns jump."""
    values = (-0.5, -1e-9, -1e12, 1e-300, -math.inf)
    assert not any(
        "-" in form(v) for v in values for form in (format_number, format_short, format_factor, format_limit)
    )


def test_nothing_but_zero_is_written_as_zero() -> None:
    """A beginner believes the zero."""
    assert all(format_number(10.0**-k, digits=d) != "0" for k in range(1, 20) for d in (2, 4, 8))
    assert format_short(0.01) == "+.0" and format_short(0.0) == "0"


@pytest.mark.parametrize(
    ("value", "text"), [(-0.2, "−.2"), (0.66, "+.7"), (1.04, "+1.0"), (-12.3, "−12"), (None, "—"), (math.nan, "NaN")]
)
def test_short_numbers(value: float | None, text: str) -> None:
    """In narrow cells the leading zero goes and one decimal stays."""
    assert format_short(value) == text


def test_factors_and_products() -> None:
    """Only negative factors need parentheses, and no factor a plus."""
    assert format_product([-0.5626, -0.0127]) == "(−0.5626) × (−0.0127)"
    assert format_product([0.2682, 0.7804]) == "0.2682 × 0.7804"
    assert format_factor(None) == "—"


def test_limits_are_short() -> None:
    """Ends of a legend are round numbers."""
    assert [format_limit(v) for v in (3.0, 0.15, -0.3, 2e-7)] == ["3", "0.15", "−0.3", "2e−07"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (None, "—"),
        (0.0, "0"),
        (6.6e-16, "7e−16"),
        (3.2e-10, "3e−10"),
        (1e-120, "1e−120"),
        (0.00698, "7e−3"),
        (0.0123, "0.0123"),
        (0.25, "0.25"),
        (0.6981, "0.698"),
        (20.53, "20.5"),
        (1234.5, "1,234"),
        (3.2e7, "3e7"),
        (math.inf, "∞"),
        (math.nan, "NaN"),
    ],
)
def test_errors_are_short_and_have_no_sign(error, text):
    assert format_error(error) == text and len(text) <= 6

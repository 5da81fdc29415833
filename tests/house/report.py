"""Turns what the rules complain about into one readable failure."""

from collections.abc import Sequence

import pytest


def report(complaints: Sequence[str]) -> None:
    """Fail with one line per complaint; pass where there is none."""
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)

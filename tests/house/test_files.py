"""Every file says what it is, is short, has a telling name, and lies where it belongs."""

from pathlib import Path

import pytest

from tests.house import rules
from tests.house.report import report
from tests.house.source import PACKAGES, Module, read_modules

TOP = ("LICENSE", "README.md", "engine", "explorer", "pyproject.toml", "resources", "tests")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written() -> tuple[Module, ...]:
    """Every module, the tests included."""
    return read_modules(ROOT, (*PACKAGES, "tests"))


def test_files_are_short(written):
    """A file holds one concept and fits a reader's head."""
    report(rules.short_files(written))


def test_files_open_with_one_sentence(written):
    """The first line of a file says what the file is."""
    report(rules.opening_sentences(written))


def test_names_tell(written):
    """No file is a drawer for leftovers."""
    report(rules.telling_names(written))


def test_the_top_is_tidy():
    """The first thing a visitor sees is the README and four folders."""
    report(rules.tidy_top(ROOT, TOP))

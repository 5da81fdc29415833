"""Characters of a text that comes with the application, one after the other."""

from collections.abc import Mapping
from typing import Any

from engine.errors import DataError
from engine.exchange.characters import text_examples
from engine.exchange.datasets import Dataset, Examples
from engine.exchange.pool import HELD_BACK
from engine.exchange.wording import met
from resources import listing


def _draw(seed: int, count: int, moments: int, settings: Mapping[str, Any]) -> Examples:
    """Windows of `file` as `text_examples` cuts them; nothing is drawn at random."""
    files = {entry.name: entry for entry in listing("data", suffix=".txt")}
    if settings["file"] not in files:
        raise DataError(f"dataset characters: file is {met(settings['file'])}; allowed are {', '.join(files)}")
    return text_examples(
        files[settings["file"]].read_text(encoding="utf-8"),
        source=settings["file"],
        count=count,
        moments=moments,
        held_back=settings["held_back"],
    )


CHARACTERS = Dataset(
    "characters",
    "a text, character by character, and the next character",
    _draw,
    {"file": "house_that_jack_built.txt", "held_back": HELD_BACK},
)

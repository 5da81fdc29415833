"""Reads the papers' equations from the resource files and finds them by number."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from engine.errata.entry import Entry, Paper, Trial
from engine.errors import DataError
from engine.language.formulas import nearest
from resources import listing

FOLDER, SUFFIX = "errata", ".toml"
_LISTS = ("printed", "corrected", "against", "seen")


@cache
def papers() -> tuple[Paper, ...]:
    """The four papers in order, each with all its equations."""
    return tuple(
        _paper(entry.name.removesuffix(SUFFIX), tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in listing(FOLDER, suffix=SUFFIX)
    )


def entries(paper: str | None = None) -> tuple[Entry, ...]:
    """The equations of one paper, or of all; raises DataError that names the nearest."""
    return tuple(entry for found in papers() if paper in (None, found.key) for entry in found.entries) or _unknown(
        str(paper)
    )


def find_paper(key: str) -> Paper:
    """The paper called `key`, such as 000; raises DataError that names the nearest."""
    return next((paper for paper in papers() if paper.key == key), None) or _unknown(key)


def find_entries(reference: str) -> tuple[Entry, ...]:
    """The equations that `000`, `000:43` or `000:18` asks for; a number alone stands for all its lines.

    Raises DataError that names the nearest.
    """
    key, colon, number = reference.partition(":")
    found = entries(key)
    if not colon:
        return found
    asked = " ".join(number.split()).lower()
    exact = [entry for entry in found if entry.number.lower() == asked]
    lines = [entry for entry in found if entry.number.lower().startswith((f"{asked} ", f"{asked},"))] if asked else []
    if not (exact or lines):
        numbers = [entry.number for entry in found]
        raise DataError(
            f"paper {key} has no equation {number!r}{nearest(number, numbers)} "
            f"(`chainrule errata {key}` shows all {len(numbers)})"
        )
    return tuple(entry for entry in found if entry in exact or entry in lines)


def _unknown(key: str) -> Any:
    known = {paper.key: paper for paper in papers()}
    allowed = ", ".join(f"{paper.key} ({paper.title})" for paper in known.values())
    raise DataError(f"no paper is called {key!r}{nearest(key, known)} (known: {allowed})")


def _paper(key: str, content: Mapping[str, Any]) -> Paper:
    rows = tuple(_entry(key, row) for row in content["equation"])
    rest = {name: content.get(name, {}) for name in ("texts", "sizes", "values")}
    return Paper(key, content["title"], content["authors"], rows, **rest)


def _entry(paper: str, row: Mapping[str, Any]) -> Entry:
    fields = {name: value for name, value in row.items() if name != "trial"}
    trials = tuple(_trial(fields.get("network", ""), trial) for trial in row.get("trial", ()))
    return Entry(paper=paper, trials=trials, **fields)


def _trial(network: str, row: Mapping[str, Any]) -> Trial:
    lists = {name: _several(row[name]) for name in _LISTS if name in row}
    rest = {name: value for name, value in row.items() if name not in _LISTS}
    return Trial(**{"on": network, "label": "", "kind": "line", **rest, **lists})


def _several(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)

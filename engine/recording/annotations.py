"""Annotations: what a recording keeps beside its iterations, such as validations, changes, notes and the cursor."""

import json
import math
from abc import ABC, abstractmethod
from typing import Any

from engine.errors import DataError
from engine.exchange.wording import met, shown
from engine.recording.file import File
from engine.recording.schema import read_json
from engine.training.course import Change


class Annotations(ABC):
    """What was found, changed, noted and kept; all of it lasts as soon as it is said."""

    file: File

    def validations(self) -> list[tuple[int, float, float]]:
        """Iteration, loss and share of right answers, on what is held back, wherever they were found."""
        rows = self.file.rows(
            "SELECT iteration, loss, accuracy FROM validations ORDER BY iteration", kinds=(int, float, float)
        )
        return [(number, _number(loss), _number(accuracy)) for number, loss, accuracy in rows]

    def add_validation(self, iteration: int, loss: float, accuracy: float) -> None:
        """Keeps what was found on the examples held back, before an iteration."""
        self.file.write("INSERT OR REPLACE INTO validations VALUES (?, ?, ?)", iteration, loss, accuracy)

    def changes(self) -> tuple[Change, ...]:
        """The changes of settings, in the order in which they were made."""
        rows = self.file.rows("SELECT iteration, setting, value FROM changes ORDER BY number", kinds=(int, str, float))
        if any(None in row for row in rows):
            raise self.file.damaged("a change of a setting")
        return tuple(Change(*row) for row in rows)

    def add_change(self, change: Change) -> None:
        """Keeps a change of a setting; raises DataError where iterations that are finished ran without it."""
        if change.iteration < self.length:
            raise DataError(
                f"{shown(self.file.path)}: {change.setting} cannot change at iteration {change.iteration}; "
                f"{self.length} iterations are finished"
            )
        self.file.write("INSERT INTO changes VALUES (NULL, ?, ?, ?)", change.iteration, change.setting, change.value)

    def notes(self) -> list[tuple[int, str]]:
        """What was noted at which iteration, in the order of iterations."""
        rows = self.file.rows("SELECT iteration, text FROM notes ORDER BY 1, number", kinds=(int, str))
        return [(iteration, text) for iteration, text in rows]

    def note(self, iteration: int, text: str) -> None:
        """Notes something at an iteration."""
        self.file.write("INSERT INTO notes VALUES (NULL, ?, ?)", iteration, text)

    def kept(self, key: str, otherwise: Any = None) -> Any:
        """What is kept under a key: the cursor, watches, breakpoints; `otherwise` where nothing is."""
        rows = self.file.rows("SELECT value FROM kept WHERE key = ?", key, kinds=(str,))
        return read_json(rows[0][0], self.file.path) if rows else otherwise

    def keep(self, key: str, value: object) -> None:
        """Keeps a value; raises DataError where JSON cannot write it."""
        try:
            text = json.dumps(value)
        except (TypeError, ValueError) as error:
            raise DataError(f"{met(key)} cannot be kept: {error}") from error
        self.file.write("INSERT OR REPLACE INTO kept VALUES (?, ?)", key, text)

    @property
    @abstractmethod
    def length(self) -> int:
        """How many iterations are finished."""


def _number(value: float | None) -> float:
    """SQLite keeps what is not a number as NULL."""
    return math.nan if value is None else value

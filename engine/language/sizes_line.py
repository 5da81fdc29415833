"""The sizes that a text declares, and the same text with other numbers in their places."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from engine.language.limits import check_text
from engine.language.message import LanguageError


@dataclass(frozen=True, slots=True)
class DeclaredSize:
    """One `H=8` of a text: its name, its number (None where it is computed), and where that stands, from 0 in bytes."""

    name: str
    number: int | None
    line: int
    start: int
    stop: int


def declared_sizes(text: str) -> tuple[DeclaredSize, ...]:
    """The sizes in the order of the text; none where the text cannot be parsed."""
    try:
        check_text(text)
        tree = ast.parse(text)
    except (LanguageError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    calls = [
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    ]
    return tuple(
        _size(keyword.arg, keyword.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "sizes"
        for keyword in call.keywords
        if keyword.arg is not None
    )


def _size(name: str, value: ast.expr) -> DeclaredSize:
    number = value.value if isinstance(value, ast.Constant) and type(value.value) is int else None
    if value.end_lineno != value.lineno:
        number = None
    return DeclaredSize(name, number, value.lineno - 1, value.col_offset, value.end_col_offset or value.col_offset)


def with_sizes(text: str, sizes: Mapping[str, int]) -> str:
    """The text that declares these sizes; those that it computes, or does not declare, stay as they are."""
    lines = text.split("\n")
    for size in reversed(declared_sizes(text)):
        if size.number is not None and sizes.get(size.name, size.number) != size.number:
            line = lines[size.line].encode()
            lines[size.line] = (line[: size.start] + str(sizes[size.name]).encode() + line[size.stop :]).decode()
    return "\n".join(lines)

"""Frozen records as plain data that JSON can hold, and back again from data that nobody has to trust."""

import math
import types
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from engine.errors import DataError
from engine.exchange.wording import met
from engine.language.limits import LONGEST_TEXT

MOST_ITEMS, LARGEST = 10_000, 10**12
_NUMBERS: dict[type, Callable[[Any], bool]] = {
    bool: lambda data: isinstance(data, bool),
    int: lambda data: type(data) is int and abs(data) <= LARGEST,
    float: lambda data: type(data) in (int, float) and math.isfinite(data),
    str: lambda data: isinstance(data, str) and len(data) <= LONGEST_TEXT,  # it may be the text of a network
}


def plain_of(value: Any) -> Any:
    """A record as a dict of its fields, a tuple as a list, a set as a sorted list, the rest as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain_of(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted((plain_of(part) for part in value), key=repr)
    return value


def record_of(kind: Any, data: Any, where: str) -> Any:
    """What `plain_of` made of a value of this type. Raises DataError that says `where` and what is allowed.

    A field that is not there takes its default: what was written before there was such a field still reads.
    """
    if kind is None or kind is type(None):
        return _accept(data is None, None, data, where, "nothing")
    if kind in _NUMBERS:
        holds = _NUMBERS[kind](data)
        return _accept(holds, kind(data) if holds else data, data, where, f"one {kind.__name__}")
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _accept(isinstance(data, str) and data in inside, data, data, where, " or ".join(map(str, inside)))
    if origin in (Union, types.UnionType):
        return _one_of(inside, data, where)
    if origin in (tuple, frozenset):
        return _several(kind, data, where)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data, where)
    raise TypeError(f"{where}: {kind} is no type that is written as plain data")


def _accept(holds: bool, value: Any, data: Any, where: str, allowed: str) -> Any:
    return value if holds else _refuse(data, where, allowed)


def _refuse(data: Any, where: str, allowed: str) -> Any:
    raise DataError(f"{where} is {met(data)}, allowed is {allowed}")


def _one_of(kinds: Iterable[Any], data: Any, where: str) -> Any:
    refused: DataError | None = None
    for kind in kinds:
        try:
            return record_of(kind, data, where)
        except DataError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def _several(kind: Any, data: Any, where: str) -> Any:
    """A tuple of any length, a tuple of fixed parts, or a set."""
    if not isinstance(data, list) or len(data) > MOST_ITEMS:
        _refuse(data, where, "a list")
    inside = get_args(kind)
    if get_origin(kind) is frozenset:
        return frozenset(record_of(inside[0], part, where) for part in data)
    if len(inside) == 2 and inside[1] is Ellipsis:
        return tuple(record_of(inside[0], part, where) for part in data)
    if len(data) != len(inside):
        _refuse(data, where, f"a list of {len(inside)}")
    return tuple(record_of(one, part, where) for one, part in zip(inside, data, strict=True))


def _record(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        _refuse(data, where, "a table")
    hints, made = get_type_hints(kind), {}
    for field in fields(kind):
        if field.name in data:
            made[field.name] = record_of(hints[field.name], data[field.name], f"{where}: {field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise DataError(f"{where}: {field.name} is missing")
    return kind(**made)

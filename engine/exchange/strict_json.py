"""JSON read strictly: no name twice in an object, no NaN or infinity, and nothing nested so deep that reading fails."""

import json
from typing import Any, NoReturn


def parse_json(text: str) -> Any:
    """What a text holds, as plain data. Raises ValueError that says in a few words why it cannot be read."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (RecursionError, MemoryError):
        raise ValueError("nested too deeply") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no value here")

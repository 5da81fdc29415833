"""What the data page need not compute again: results kept beside the series or trace they were made from."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import finalize

_T = TypeVar("_T")
_MOST = 64
_kept: dict[int, dict[Hashable, Any]] = {}


def kept(owner: object, key: Hashable, make: Callable[[], _T]) -> _T:
    """What `make` gives for `key`, made once for as long as the owner lives; at most 64 results per owner."""
    # By identity: a trace compares by its numbers and can not be a key.
    number = id(owner)
    if number not in _kept:
        finalize(owner, _kept.pop, number, None)
    results = _kept.setdefault(number, {})
    if key not in results:
        if len(results) >= _MOST:
            results.clear()
        results[key] = make()
    found: _T = results[key]
    return found

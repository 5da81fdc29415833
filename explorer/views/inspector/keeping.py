"""Keeps what was worked out about a trace for as long as the trace lives, a bounded number of results of each."""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from engine.trace import Trace

Result = TypeVar("Result")
_MOST = 256
_KEPT: dict[int, tuple[weakref.ref[Trace], OrderedDict[Hashable, object]]] = {}


def _shelf(trace: Trace) -> OrderedDict[Hashable, object]:
    """The results of one trace; traces cannot be hashed, so they are told apart by identity while they live."""
    number = id(trace)
    found = _KEPT.get(number)
    if found is None or found[0]() is not trace:
        found = (weakref.ref(trace, lambda gone: _KEPT.pop(number, None)), OrderedDict())
        _KEPT[number] = found
    return found[1]


def kept(trace: Trace, key: Hashable, make: Callable[[], Result]) -> Result:
    """What `make` gives, made only once for a trace and a key; keys of different kinds of results must differ."""
    shelf = _shelf(trace)
    if key in shelf:
        shelf.move_to_end(key)
    else:
        shelf[key] = make()
        if len(shelf) > _MOST:
            shelf.popitem(last=False)
    found: Result = shelf[key]  # type: ignore[assignment]
    return found


def is_kept(trace: Trace, key: Hashable) -> bool:
    """Whether `kept` would return at once."""
    return key in _shelf(trace)

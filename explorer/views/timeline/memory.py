"""What has been worked out from a trace, kept for the few traces last looked at."""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from engine.trace import Trace

Made = TypeVar("Made")
_TRACES_KEPT = 3
_THINGS_KEPT = 600

_MEMORY: OrderedDict[int, tuple["weakref.ref[Trace]", OrderedDict[Hashable, Any]]] = OrderedDict()


def kept(trace: Trace, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gave for this trace and key, made once.

    Traces are told apart by identity: they are read-only, but hold arrays and so cannot be hashed.
    """
    things = _of(trace)
    if key in things:
        things.move_to_end(key)
        return cast("Made", things[key])
    made = make()
    things[key] = made
    if len(things) > _THINGS_KEPT:
        things.popitem(last=False)
    return made


def _of(trace: Trace) -> OrderedDict[Hashable, Any]:
    found = _MEMORY.get(id(trace))
    # An identity is used again once its owner is gone, so the owner is asked for as well.
    if found is not None and found[0]() is trace:
        _MEMORY.move_to_end(id(trace))
        return found[1]
    things: OrderedDict[Hashable, Any] = OrderedDict()
    _MEMORY[id(trace)] = (weakref.ref(trace), things)
    _MEMORY.move_to_end(id(trace))
    while len(_MEMORY) > _TRACES_KEPT:
        _MEMORY.popitem(last=False)
    return things

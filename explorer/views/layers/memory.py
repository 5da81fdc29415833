"""What has been worked out from a trace or a network, kept for the few last looked at."""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Made = TypeVar("Made")
_OWNERS_KEPT = 8
_THINGS_KEPT = 400

_MEMORY: OrderedDict[int, tuple["weakref.ref[Any]", OrderedDict[Hashable, Any]]] = OrderedDict()


def kept(owner: object, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gave for this owner and key, made once.

    Owners are told apart by identity: they are read-only, but hold arrays and so cannot be hashed.
    """
    things = _of(owner)
    if key in things:
        things.move_to_end(key)
        return cast("Made", things[key])
    made = things[key] = make()
    if len(things) > _THINGS_KEPT:
        things.popitem(last=False)
    return made


def _of(owner: object) -> OrderedDict[Hashable, Any]:
    found = _MEMORY.get(id(owner))
    # An identity is used again once its owner is gone, so the owner is asked for as well.
    if found is None or found[0]() is not owner:
        found = _MEMORY[id(owner)] = weakref.ref(owner), OrderedDict()
    _MEMORY.move_to_end(id(owner))
    while len(_MEMORY) > _OWNERS_KEPT:
        _MEMORY.popitem(last=False)
    return found[1]

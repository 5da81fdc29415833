"""Memory: what a picture has worked out from a trace or a table, kept for the few that were last looked at."""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class Memory:
    """Results by owner and key, a bounded number of each; every picture has one of its own, so that keys never meet.

    Owners are told apart by identity: they are read-only, but hold arrays and so cannot be hashed.
    """

    def __init__(self, *, owners: int, things: int) -> None:
        self._owners, self._things = owners, things
        self._kept: OrderedDict[int, tuple[weakref.ref[Any], OrderedDict[Hashable, Any]]] = OrderedDict()

    def kept(self, owner: object, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gave for this owner and key, made once."""
        shelf = self._shelf(owner)
        if key in shelf:
            shelf.move_to_end(key)
            return cast("Made", shelf[key])
        made = shelf[key] = make()
        if len(shelf) > self._things:
            shelf.popitem(last=False)
        return made

    def is_kept(self, owner: object, key: Hashable) -> bool:
        """Whether `kept` would return at once."""
        return key in self._shelf(owner)

    def _shelf(self, owner: object) -> OrderedDict[Hashable, Any]:
        found = self._kept.get(id(owner))
        # An identity is used again once its owner is gone, so the owner is asked for as well.
        if found is None or found[0]() is not owner:
            found = self._kept[id(owner)] = weakref.ref(owner), OrderedDict()
        self._kept.move_to_end(id(owner))
        while len(self._kept) > self._owners:
            self._kept.popitem(last=False)
        return found[1]

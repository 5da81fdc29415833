"""Finds leaves: imports every module of a package and collects the records of one kind they define."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

Leaf = TypeVar("Leaf")


def leaves(package: ModuleType, kind: type[Leaf]) -> tuple[Leaf, ...]:
    """Every instance of `kind` at the top level of a module of `package`, in order of module and definition.

    A module imported from elsewhere into a leaf is not counted twice: records are told apart by identity.
    """
    found: dict[int, Leaf] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for value in vars(module).values():
            for leaf in value if isinstance(value, tuple) else (value,):
                if isinstance(leaf, kind):
                    found.setdefault(id(leaf), leaf)
    return tuple(found.values())

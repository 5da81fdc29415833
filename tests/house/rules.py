"""The rules of the house: each takes modules and returns one line per violation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.house.source import Module

Floors = Sequence[tuple[str, ...]]
"""Module prefixes, ordered from the ground up."""

QT = ("PySide2", "PySide6", "PyQt5", "PyQt6", "pyqtgraph", "qtpy", "shiboken6")
THREADS = ("_thread", "concurrent", "multiprocessing", "threading")
THREAD_NAMES = frozenset({"QRunnable", "QThread", "QThreadPool", "QtConcurrent"})
FORBIDDEN_NAMES = frozenset({"base", "common", "helper", "manager", "misc", "util"})
LONGEST = 400


def covers(prefix: str, name: str) -> bool:
    """Say whether the name is the prefix or lies below it; a top package (no dot) stands for its __init__ alone."""
    return name == prefix or ("." in prefix and name.startswith(f"{prefix}."))


def below(package: str, name: str) -> bool:
    """Say whether the name is the package or anything in it."""
    return name == package or name.startswith(f"{package}.")


def floor_of(name: str, floors: Floors) -> int | None:
    """Return the floor on which a module stands, that of the longest prefix; None if it has no place."""
    places = [(prefix, floor) for floor, prefixes in enumerate(floors) for prefix in prefixes]
    found = [(len(prefix), floor) for prefix, floor in places if covers(prefix, name)]
    return max(found)[1] if found else None


def floors_kept(modules: Iterable[Module], floors: Floors) -> list[str]:
    """Imports only go down, or stay on their floor; every module has a place."""
    complaints = []
    packages = {prefixes[0].split(".")[0] for prefixes in floors}
    for module in modules:
        if module.name.split(".")[0] not in packages:
            continue
        own = floor_of(module.name, floors)
        if own is None:
            complaints.append(f"{module.path} has no floor: give {module.name} one in tests/house/test_imports.py")
            continue
        for imported in module.imports:
            other = floor_of(imported.target, floors)
            if imported.target.split(".")[0] == module.name.split(".")[0] and other is not None and other > own:
                complaints.append(f"{module.at(imported.line)}: imports {imported.target}, which stands higher")
    return complaints


def no_cycles(modules: Iterable[Module]) -> list[str]:
    """No chain of imports leads back to where it began."""
    graph = {module.name: {imported.target for imported in module.imports} for module in modules}
    complaints: list[str] = []
    done: set[str] = set()

    def walk(name: str, chain: tuple[str, ...]) -> None:
        if name in chain:
            complaints.append("imports run in a circle: " + " → ".join([*chain[chain.index(name) :], name]))
        elif name in graph and name not in done:
            for target in sorted(graph[name]):
                walk(target, (*chain, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())
    return complaints


def leaves_apart(modules: Iterable[Module], packages: Iterable[str]) -> list[str]:
    """A leaf, a file or folder directly in one of these packages, never imports its sibling."""
    return [
        f"{module.at(imported.line)}: a leaf of {package} imports its sibling {imported.target}"
        for package in packages
        for module in modules
        for imported in module.imports
        if (own := _leaf(module.name, package)) and (other := _leaf(imported.target, package)) and own != other
    ]


def _leaf(name: str, package: str) -> str:
    return name.removeprefix(f"{package}.").split(".")[0] if name.startswith(f"{package}.") else ""


def never_imported(modules: Iterable[Module], never: Mapping[str, Sequence[str]]) -> list[str]:
    """What stands below a key never imports what stands below its values; ``a.*`` is what is in a, but not a itself."""
    return [
        f"{module.at(imported.line)}: {package} never imports {target}, met {imported.target}"
        for package, targets in never.items()
        for module in modules
        if below(package, module.name)
        for imported in module.imports
        for target in targets
        if below(target.removesuffix(".*"), imported.target) and f"{imported.target}.*" != target
    ]


def without_qt(modules: Iterable[Module], packages: Iterable[str]) -> list[str]:
    """These packages import neither Qt nor what is built on it."""
    return never_imported(modules, dict.fromkeys(packages, QT))


def threads_only_in(modules: Iterable[Module], prefix: str) -> list[str]:
    """Threads and processes are started only in modules whose name begins so."""
    others = [module for module in modules if not module.name.startswith(prefix)]
    return [
        *(
            f"{module.at(imported.line)}: {imported.target} is for {prefix} alone"
            for module in others
            for imported in module.imports
            if any(below(thread, imported.target) for thread in THREADS)
        ),
        *(
            f"{module.at(line)}: {name} is for {prefix} alone"
            for module in others
            for name, line in module.names
            if name in THREAD_NAMES
        ),
    ]


def telling_names(modules: Iterable[Module]) -> list[str]:
    """No file or folder is called, or ends in, utils, common, misc, helpers, base or manager."""
    return [
        f"{module.path}: {part!r} says nothing; name the file after the one thing it holds"
        for module in modules
        for part in module.path.with_suffix("").parts
        if part.lower().split("_")[-1] in FORBIDDEN_NAMES
        or part.lower().split("_")[-1].removesuffix("s") in FORBIDDEN_NAMES
    ]


def short_files(modules: Iterable[Module]) -> list[str]:
    """No file is longer than a reader can hold."""
    return [
        f"{module.path}: {module.lines} lines, at most {LONGEST} are allowed"
        for module in modules
        if module.lines > LONGEST
    ]


def opening_sentences(modules: Iterable[Module]) -> list[str]:
    """The first line of each file's docstring is one sentence that says what the file is."""
    complaints = []
    for module in modules:
        first = module.docstring.partition("\n")[0].strip()
        if not first:
            complaints.append(f"{module.path}: does not open with a docstring")
        elif not first.endswith((".", "?", "!")):
            complaints.append(f"{module.path}: the docstring's first line is no whole sentence: {first!r}")
        elif re.search(r"[a-z)][.?!] +[A-Z]", first):
            complaints.append(f"{module.path}: the docstring's first line is more than one sentence: {first!r}")
    return complaints


def tidy_top(root: Path, allowed: Iterable[str]) -> list[str]:
    """Nothing lies at the top but what belongs there, dotfiles, and what .gitignore names (``/dist/``)."""
    ignore = root / ".gitignore"
    generated = ignore.read_text(encoding="utf-8").splitlines() if ignore.is_file() else []
    known = {*allowed, *(line.strip("/") for line in generated)}
    return [
        f"{path.name}: not allowed at the top, where only {', '.join(sorted(allowed))} and dotfiles lie"
        for path in sorted(root.iterdir())
        if not path.name.startswith(".") and path.name not in known and path.suffix != ".egg-info"
    ]

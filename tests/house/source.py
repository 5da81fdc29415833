"""Reads the source as the house rules see it: modules, everything they import, and the names they use."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("engine", "explorer", "resources")
"""The packages that are shipped."""


@dataclass(frozen=True)
class Import:
    """One module that a line makes Python load."""

    target: str
    line: int


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where it lies, what it imports anywhere in it, and the names it uses."""

    name: str
    path: Path
    docstring: str
    lines: int
    imports: tuple[Import, ...]
    names: tuple[tuple[str, int], ...]

    def at(self, line: int) -> str:
        """Return the place for a message, e.g. ``engine.run, line 12``."""
        return f"{self.name}, line {line}"


def read_modules(root: Path, packages: tuple[str, ...] = PACKAGES) -> tuple[Module, ...]:
    """Read every Python file of these packages below the root, ordered by path."""
    paths = [path for package in packages for path in sorted((root / package).rglob("*.py"))]
    known = frozenset(_dotted(path.relative_to(root)) for path in paths)
    return tuple(_read(path, root, known) for path in paths)


def _dotted(path: Path) -> str:
    """Return the module name of a file; a package has that of its folder."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(path: Path, root: Path, known: frozenset[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    name = _dotted(path.relative_to(root))
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return Module(
        name=name,
        path=path.relative_to(root),
        docstring=ast.get_docstring(tree) or "",
        lines=len(text.splitlines()),
        imports=tuple(_imports(tree, package, known)),
        names=tuple(_names(tree)),
    )


def _imports(tree: ast.AST, package: str, known: frozenset[str]) -> Iterator[Import]:
    """Yield all imports: at the top, inside functions, under TYPE_CHECKING, and by name through importlib."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _climb(package, node.level, node.module or "")
            for alias in node.names:
                module = f"{origin}.{alias.name}"
                # `from a import b` loads a.b where that is a file, and only a where b is a name inside it.
                yield Import(module if module in known else origin, node.lineno)
        elif isinstance(node, ast.Call) and _called(node.func) in {"import_module", "__import__"} and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                relative = len(first.value) - len(first.value.lstrip("."))
                yield Import(_climb(package, relative, first.value.lstrip(".")), node.lineno)


def _climb(package: str, level: int, module: str) -> str:
    """Resolve a relative import: one dot is the package itself, each further dot one folder up."""
    if level == 0:
        return module
    parts = package.split(".")
    stay = parts[: len(parts) - (level - 1)]
    return ".".join([*stay, *([module] if module else [])])


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every bare, attribute and imported name with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node.lineno) for alias in node.names)

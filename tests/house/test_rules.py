"""The rules themselves: each catches its violation in a small made-up tree and leaves the innocent alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.source import Module, read_modules
from tests.house.test_imports import ENGINE_FLOORS, EXPLORER_FLOORS, LEAF_PACKAGES, NEVER, THREADS_IN, WITHOUT_QT


def plant(root: Path, files: Mapping[str, str]) -> tuple[Module, ...]:
    """Write a tree of modules (path → code) and read it back; imported modules must exist to be told from names."""
    for path, code in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(code, encoding="utf-8")
    return read_modules(root, ("engine", "explorer", "resources", "tests"))


def broken(modules: tuple[Module, ...]) -> list[str]:
    """Return what all rules about imports say."""
    return [
        *rules.floors_kept(modules, ENGINE_FLOORS),
        *rules.floors_kept(modules, EXPLORER_FLOORS),
        *rules.no_cycles(modules),
        *rules.leaves_apart(modules, LEAF_PACKAGES),
        *rules.never_imported(modules, NEVER),
        *rules.without_qt(modules, WITHOUT_QT),
        *rules.threads_only_in(modules, THREADS_IN),
    ]


INNOCENT = {
    "engine/__init__.py": "from engine import language, run\nfrom engine.run import go",
    "engine/expression.py": "import ast\nfrom engine.errors import Wrong",
    "engine/errors.py": "",
    "engine/registry.py": "import importlib, pkgutil\ndef find(name): return importlib.import_module(name)",
    "engine/ops/__init__.py": "from engine import registry, expression",
    "engine/ops/linear.py": "from . import Op\nfrom ..expression import Node",
    "engine/ops/loss.py": "from engine.ops import Op",
    "engine/language/__init__.py": "from .lines import read\nfrom engine import ops",
    "engine/language/lines.py": "from engine.errors import Wrong",
    "engine/run.py": "import numpy as np\nfrom engine.language import read",
    "engine/commands/__init__.py": "import engine",
    "engine/commands/equations.py": "import engine\nfrom engine.commands import Command",
    "engine/__main__.py": "from engine.commands import find",
    "explorer/__init__.py": "def show(trace):\n    from explorer.application import show",
    "explorer/state.py": "from dataclasses import dataclass\nimport engine",
    "explorer/drawing/number.py": "from PySide6.QtWidgets import QLabel\nfrom explorer import state",
    "explorer/compute.py": "import threading\nfrom PySide6.QtCore import QThread\nimport engine",
    "explorer/compute_pool.py": "import multiprocessing",
    "explorer/view.py": "from explorer.state import State",
    "explorer/store.py": "from explorer import compute",
    "explorer/views/__init__.py": "from explorer.view import View",
    "explorer/views/graph.py": "from explorer.views import View\nfrom ..widgets.number import Number\nimport engine",
    "explorer/window.py": "import explorer.views\nfrom explorer.store import Store",
    "explorer/application.py": "from explorer import window",
    "resources/__init__.py": "from importlib.resources import files",
}


def test_the_innocent_tree_passes(tmp_path):
    """What the drawing allows is allowed; the module without a place is the only complaint."""
    complaints = broken(plant(tmp_path, INNOCENT))
    assert complaints == [
        "explorer/compute_pool.py has no floor: give explorer.compute_pool one in tests/house/test_imports.py"
    ]


@pytest.mark.parametrize(
    ("path", "code", "complaint"),
    [
        ("engine/run.py", "import explorer", "engine never imports explorer"),
        ("engine/run.py", "def f():\n    from explorer.state import State", "engine.run, line 2: engine never imports"),
        ("engine/run.py", "from PySide6 import QtCore", "engine never imports PySide6"),
        ("engine/run.py", "if TYPE_CHECKING:\n    import pyqtgraph as pg", "engine never imports pyqtgraph"),
        ("engine/run.py", "import importlib\nimportlib.import_module('PySide6.QtCore')", "never imports PySide6"),
        ("engine/expression.py", "from engine import language", "imports engine.language, which stands higher"),
        ("engine/expression.py", "import engine", "imports engine, which stands higher"),
        ("engine/expression.py", "from .run import go", "imports engine.run, which stands higher"),
        ("engine/__init__.py", "from engine.commands import equations", "imports engine.commands.equations, which"),
        ("engine/novelty.py", "", "engine/novelty.py has no floor"),
        ("engine/errors.py", "import engine.expression", "circle: engine.errors → engine.expression → engine.errors"),
        ("engine/ops/loss.py", "from engine.ops.linear import matmul", "a leaf of engine.ops imports its sibling"),
        ("engine/ops/loss.py", "from engine.ops import linear", "a leaf of engine.ops imports its sibling"),
        ("engine/ops/loss.py", "from .linear import matmul", "a leaf of engine.ops imports its sibling"),
        ("engine/ops/deep/inside.py", "from ..linear import matmul", "a leaf of engine.ops imports its sibling"),
        ("explorer/views/graph.py", "from explorer import store", "explorer.views never imports explorer.store"),
        ("explorer/views/graph.py", "import explorer.compute", "explorer.views never imports explorer.compute"),
        ("explorer/views/graph.py", "from ..window import Window", "explorer.views never imports explorer.window"),
        ("explorer/drawing/number.py", "from engine.run import go", "explorer.drawing never imports engine"),
        ("explorer/window.py", "from explorer.views import graph", "explorer.window never imports explorer.views.*"),
        ("explorer/state.py", "from PySide6.QtCore import QObject", "explorer.state never imports PySide6"),
        ("explorer/store.py", "import threading", "threading is for explorer.compute alone"),
        ("explorer/store.py", "from concurrent.futures import Future", "concurrent.futures is for explorer.compute"),
        ("explorer/store.py", "from PySide6.QtCore import QThread", "QThread is for explorer.compute alone"),
        ("explorer/store.py", "QtCore.QThreadPool.globalInstance()", "QThreadPool is for explorer.compute alone"),
        ("engine/run.py", "import multiprocessing.pool", "multiprocessing.pool is for explorer.compute alone"),
        ("resources/__init__.py", "import engine", "resources never imports engine"),
    ],
)
def test_a_violation_is_caught(tmp_path, path, code, complaint):
    """One line added to the innocent tree is found and named."""
    complaints = broken(plant(tmp_path, {**INNOCENT, path: code}))
    assert any(complaint in line for line in complaints), complaints


def test_an_empty_house_passes(tmp_path):
    """Before anything is written nothing is wrong."""
    assert not broken(plant(tmp_path, {}))


@pytest.mark.parametrize("path", ["engine/utils.py", "engine/common/x.py", "tests/helpers.py", "engine/shape_util.py"])
def test_drawers_are_refused(tmp_path, path):
    """A name that says nothing is refused for files and folders."""
    assert len(rules.telling_names(plant(tmp_path, {path: "", "engine/basis.py": ""}))) == 1


def test_long_files_are_refused(tmp_path):
    """400 lines pass, 401 do not."""
    assert not rules.short_files(plant(tmp_path, {"engine/a.py": "x = 1\n" * 400}))
    assert rules.short_files(plant(tmp_path, {"engine/b.py": "x = 1\n" * 401}))


@pytest.mark.parametrize(
    ("docstring", "accepted"),
    [
        ('"""One sentence, e.g. this (Graves 2012, eq. 4.5)."""', True),
        ('"""One sentence.\n\nThen more. And more.\n"""', True),
        ('"""No full stop"""', False),
        ('"""One. Two."""', False),
        ('"""\nStarts a line late.\n"""', True),
        ("x = 1", False),
        ("", False),
    ],
)
def test_opening_sentences(tmp_path, docstring, accepted):
    """The first line is one whole sentence."""
    assert (not rules.opening_sentences(plant(tmp_path, {"engine/a.py": docstring}))) is accepted


def test_strangers_at_the_top_are_refused(tmp_path):
    """Dotfiles and generated folders pass, anything else is named."""
    plant(tmp_path, {"engine/a.py": "", ".gitignore": "/dist/\n", "dist/x.whl": "", "notes.txt": ""})
    assert [line.split(":")[0] for line in rules.tidy_top(tmp_path, ("engine",))] == ["notes.txt"]

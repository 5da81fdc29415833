"""The house stands as it was drawn: who may import whom, from the ground up."""

from pathlib import Path

import pytest

from tests.house import rules
from tests.house.report import report
from tests.house.source import Module, read_modules

# A module stands on the floor of its longest prefix here. A new module needs a place: add it where it belongs.
ENGINE_FLOORS: rules.Floors = (
    ("engine.expression", "engine.registry", "engine.errors", "engine.identity"),
    ("engine.saturation", "engine.exchange.wording"),
    ("engine.ops",),
    ("engine.language",),
    ("engine.derivation", "engine.notation"),
    ("engine.evaluation", "engine.stepping"),
    ("engine.trace", "engine.difference", "engine.divergence"),
    ("engine.watching", "engine.stepping.breakpoint", "engine.stepping.halting"),
    ("engine.plan",),
    ("engine.run",),
    ("engine.checking", "engine.errata", "engine.optimisers", "engine.training", "engine.recording"),
    ("engine.exchange",),
    ("engine.benchmark",),
    ("engine",),  # the public face, engine/__init__.py
    ("engine.commands", "engine.__main__"),
)
EXPLORER_FLOORS: rules.Floors = (
    ("explorer.theme", "explorer.state", "explorer.progress", "explorer.checks", "explorer.display", "explorer.field"),
    ("explorer.records", "explorer.session"),
    ("explorer.scene",),
    ("explorer.drawing", "explorer.recorded", "explorer.stills", "explorer.command", "explorer.scenery"),
    ("explorer.keymap", "explorer.running", "explorer.checking"),
    ("explorer.compute", "explorer.compute_training", "explorer.compute_checking"),
    ("explorer.view",),
    ("explorer.store",),
    ("explorer.figure",),
    ("explorer.views", "explorer.commands"),
    ("explorer.window",),
    ("explorer.application", "explorer.render", "explorer.first_paint", "explorer.bench", "explorer.__main__"),
    ("explorer",),  # the public face, explorer/__init__.py
)
LEAF_PACKAGES = ("engine.ops", "engine.commands", "engine.exchange.datasets", "explorer.views", "explorer.commands")
NEVER = {
    "engine": ("explorer",),
    "resources": ("engine", "explorer"),
    "explorer.views": ("explorer.store", "explorer.compute", "explorer.window"),
    "explorer.drawing": ("engine", "explorer.scene", "explorer.view"),
    "explorer.theme": ("engine",),
    "explorer.window": ("explorer.views.*", "explorer.commands.*"),  # it knows none by name
}
WITHOUT_QT = (
    "engine",
    "resources",
    "explorer.state",
    "explorer.scene",
    "explorer.command",
    "explorer.commands",
    "explorer.keymap",
)
THREADS_IN = "explorer.compute"

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> tuple[Module, ...]:
    """Every module of the shipped packages."""
    return read_modules(ROOT)


def test_imports_only_go_down(shipped):
    """Whoever reads a floor needs to know only the floors below."""
    report(rules.floors_kept(shipped, ENGINE_FLOORS))
    report(rules.floors_kept(shipped, EXPLORER_FLOORS))


def test_imports_never_run_in_a_circle(shipped):
    """Modules on one floor may use one another, in one direction."""
    report(rules.no_cycles(shipped))


def test_a_leaf_never_imports_its_sibling(shipped):
    """A leaf can be added or deleted without touching another file."""
    report(rules.leaves_apart(shipped, LEAF_PACKAGES))


def test_what_never_imports_what(shipped):
    """The engine knows no window, views only read, widgets know no engine, the window knows no leaf by name."""
    report(rules.never_imported(shipped, NEVER))


def test_the_engine_knows_no_qt(shipped):
    """The engine, the state and the definition of a command work where Qt is not installed."""
    report(rules.without_qt(shipped, WITHOUT_QT))


def test_threads_live_in_one_place(shipped):
    """Whatever runs beside the window is started by the explorer's compute."""
    report(rules.threads_only_in(shipped, THREADS_IN))

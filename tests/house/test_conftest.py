"""The nets under every test hold: each warning fails its test, settings start empty, nothing needs a display."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

CAUGHT = """
import logging, os, warnings
import pytest

def test_logged_warning():
    logging.getLogger("somewhere").warning("a surprise")

@pytest.mark.logs("never said")
def test_announced_in_vain():
    pass

def test_python_warning():
    warnings.warn("a surprise", stacklevel=1)

def test_qt_warning(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("a surprise")
"""

HARMLESS = """
import logging, os
import pytest

@pytest.mark.logs("expected")
def test_announced():
    logging.getLogger("somewhere").warning("as expected")

@pytest.mark.parametrize("again", [1, 2])
def test_settings_start_empty(qtbot, again):
    from PySide6.QtCore import QSettings
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "chainrule", "test")
    assert settings.allKeys() == []
    settings.setValue("kept", 1)
    settings.sync()

def test_no_display(qapp):
    assert qapp.platformName() == "offscreen"
    assert "chainrule-tests-" in os.environ["XDG_CONFIG_HOME"]
"""


def run(tmp_path: Path, code: str) -> str:
    """Run these tests under this project's settings in an interpreter of their own; return the closing line."""
    file = tmp_path / "test_inner.py"
    file.write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", "-p", "tests.conftest"]
    surroundings = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [*command, str(file)], cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=100, check=False
    )
    return done.stdout.strip().splitlines()[-1]


def test_every_kind_of_warning_fails(tmp_path):
    """Two pass but fail when their log is looked at, two fail at once."""
    assert run(tmp_path, CAUGHT).startswith("2 failed, 2 passed, 2 errors")


def test_the_harmless_pass(tmp_path):
    """Announced logs are fine, and no test sees another's settings."""
    assert run(tmp_path, HARMLESS).startswith("4 passed")

"""The engine runs where there is no Qt: importing it, in a fresh interpreter, loads none."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules import QT

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not (ROOT / "engine" / "__init__.py").is_file(), reason="the engine has no public face yet")
def test_the_engine_loads_no_qt():
    """What imports cannot tell when read (plug-ins, libraries that load Qt) shows when they run."""
    code = f"import sys, engine; print(*sorted(set({QT!r}) & set(sys.modules)))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")

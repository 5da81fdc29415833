"""Without a display the window is refused in one line, and Python is not torn down by Qt."""

import os
import subprocess
import sys

import pytest

SHOW = """
import engine, explorer
network = engine.load("scalar_graph")
trace = engine.run(network.program, inputs={"x": [1.0]}, parameters={})
try:
    explorer.show(trace)
except engine.ChainruleError as error:
    print(error)
"""


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python where there is no display but what `environment` says."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, env={**bare, **environment}, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":4711"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-4711", "XDG_RUNTIME_DIR": "/nowhere"},
        {"QT_QPA_PLATFORM": "xcb"},
    ],
)
def test_the_window_is_refused_with_exit_status_3(environment):
    """Also where a display is named at which nobody answers."""
    done = started("-m", "explorer", "scalar_graph", **environment)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "there is no display" in done.stderr
    assert "chainrule render scalar_graph" in done.stderr


def test_a_script_that_shows_a_trace_gets_an_error_it_can_catch():
    done = started("-c", SHOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("there is no display")

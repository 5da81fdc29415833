"""The application on a real X server: it comes up, keys and the mouse reach it, and it ends without a crash."""

import os
import shutil
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.xserver


def _environment(display: str, **more: str) -> dict[str, str]:
    dropped = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "DISPLAY": display, **more}


def _start(display: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "explorer", "occupancy"],
        env=_environment(display, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_comes_up_and_ends_silently_with_status_0(xserver):
    """A crash while the interpreter ends would show as another status, a warning of Qt on stderr."""
    with _start(xserver, CHAINRULE_CLOSE_AFTER="700") as process:
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out, said) == (0, "", "")


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed")
def test_keys_step_it_and_ctrl_q_ends_it(xserver):
    """There is no window manager here, so the keys are given to the window by hand."""

    def tool(*arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=_environment(xserver),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return done.stdout.strip()

    with _start(xserver) as process:
        try:
            until = time.monotonic() + 40
            found = ""
            while not found and time.monotonic() < until:
                found = tool("search", "--onlyvisible", "--name", "spectrum occupancy")
                time.sleep(0.1)
            assert found, "no window with the scenario's name came up"
            window = found.split()[-1]
            tool("windowfocus", "--sync", window)
            tool("mousemove", "--window", window, "400", "400")
            tool("key", "--delay", "30", "F10", "F10", "F11", "alt+F11", "Right", "alt+F10", "End", "Home")
            assert process.poll() is None
            tool("key", "ctrl+q")
            out, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out, said) == (0, "", "")

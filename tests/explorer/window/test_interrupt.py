"""Ctrl-C in the terminal ends the application while its window is open: at once, with status 130 and no traceback."""

import os
import signal
import subprocess
import sys
import time

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from explorer.__main__ import main
from explorer.application import application
app = application()
QTimer.singleShot(0, lambda: print("ready", flush=True))
sys.exit(main(["scalar_graph"]))
"""


def test_ctrl_c_closes_the_window():
    """Nothing else happens in the window: Qt waits, and no line of Python runs that could notice the signal."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(timeout=20)
        finally:
            process.kill()
        assert status == 130
        assert "Traceback" not in process.stderr.read()

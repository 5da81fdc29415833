"""First paint: opens a window in a process of its own and says when its first run is on the screen."""

import os
import subprocess
import sys
import tempfile
import time

OPENS = "occupancy"
CODES = {
    "import engine": "import engine",
    "import explorer's window": "import explorer.application",
    "start to first usable window": "from explorer.first_paint import paint; paint()",
}
SAID = "there\n"


def paint() -> None:
    """Opens the window as `chainrule` does, and returns when its scene is painted."""
    from engine.exchange.opening import Opening  # what is timed begins with these imports
    from explorer.application import application, make_window
    from explorer.state import State

    app = application()
    window = make_window(State(Opening(OPENS), theme="light"))
    window.resize(1600, 1000)
    window.show()
    while window.store.scene is None:
        app.processEvents()
    app.processEvents()
    sys.stdout.write(SAID)
    sys.stdout.flush()
    window.close()
    window.store.close()


def seconds_of(what: str, cache: str) -> float:
    """From the start of a Python process to the end of what is timed, with `cache` as the user's cache folder."""
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    code = CODES[what] if "paint" in CODES[what] else f"{CODES[what]}; print({SAID.strip()!r}, flush=True)"
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=around) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - start
    if said != SAID:
        raise RuntimeError(f"{what}: the process ended with status {process.returncode} and said {said!r}")
    return taken


def start_seconds(times: int) -> dict[str, list[float]]:
    """Seconds by what was timed: imports, and the window with an empty cache (cold) and with its own (warm)."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as warm:
        for _ in range(times):
            for what in CODES:
                with tempfile.TemporaryDirectory() as cold:
                    if "window" in what and what.startswith("start"):
                        found.setdefault(f"{what}, empty cache", []).append(seconds_of(what, cold))
                found.setdefault(what, []).append(seconds_of(what, warm))
    return found

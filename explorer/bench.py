"""The `bench` command: how fast Chainrule is here, as medians over many repetitions within one run."""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.benchmark.contest import torch_is_there
from engine.benchmark.table import engine_ratios, memory_ratio
from engine.commands import DONE, Subcommand
from engine.derivation.derived import parse
from engine.exchange.example_inputs import example_inputs
from engine.exchange.opening import Opening, Prepared, prepare
from engine.stepping.place import Place
from explorer.first_paint import start_seconds

STEPS, QUICK_STEPS = 1000, 100
MOMENTS, UNITS = 100, 32
PAGE = 1150
"""Px of the page of feature maps that is timed, from left to right."""
MAPS = '''"""One convolution with 128 maps of 24 × 24."""
X: input(28, 28, 1)
d: target(1)
K: parameter(128, 5, 5, 1)
C = conv(X, K) + theta
v = flatten_maps(C)
y: 1 = W @ v
E = half_sse(y, d)
'''


@dataclass(frozen=True, slots=True)
class Timing:
    """What was timed, how often, and the median and 99th percentile in milliseconds."""

    what: str
    count: int
    median: float
    ninety_ninth: float


def timing(what: str, times: list[float]) -> Timing:
    """Sums up times in seconds."""
    ordered = sorted(times)
    return Timing(
        what,
        len(ordered),
        1e3 * statistics.median(ordered),
        1e3 * ordered[min(len(ordered) - 1, 99 * len(ordered) // 100)],
    )


def repeated(what: str, count: int, act: Callable[[], object]) -> Timing:
    """Times `act` over `count` repetitions after one that is not counted."""
    act()
    times: list[float] = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return timing(what, times)


def step_timings(steps: int) -> list[Timing]:
    """Key press to painted window, T = 100, H = 32: F10 forward and Alt+F10 in reverse, offscreen.

    The steps lie half in the forward and half in the backward pass, and each of them moves.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt  # Qt, only where a window is timed
    from PySide6.QtTest import QTest

    from explorer.application import application, make_window
    from explorer.command import Request
    from explorer.state import State

    app = application()
    opening = Opening("occupancy", sizes=(("H", UNITS),), moments=MOMENTS)
    window = make_window(State(opening, theme="light"), at_once=True)
    window.resize(1600, 1000)
    window.show()
    QTest.qWaitForWindowActive(window)
    middle = window.store.scene.schedule.phase_bounds("loss")[0] if window.store.scene else 0
    window.store.run(Request("go", Place(middle - steps // 2)))
    app.processEvents()

    def press(modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(window, Qt.Key.Key_F10, modifier)
        app.processEvents()

    forward = repeated("step over, key to painted", steps, lambda: press(Qt.KeyboardModifier.NoModifier))
    back = repeated("step back over, key to painted", steps, lambda: press(Qt.KeyboardModifier.AltModifier))
    window.close()
    window.store.close()
    app.processEvents()
    return [forward, back]


def map_timings(count: int) -> list[Timing]:
    """The page of 128 feature maps of 24 × 24 with their adjoints: of a new run, and the same once more.

    The whole page is laid out and painted, whether or not a window would show all of it.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter  # Qt, only where pictures are timed

    from explorer.application import application
    from explorer.scene import Scene
    from explorer.state import State
    from explorer.theme.tokens import LIGHT
    from explorer.theme.type import load_fonts
    from explorer.view import Frame
    from explorer.views.maps import VIEW

    app = application()
    load_fonts()
    network = parse(MAPS)
    inputs = example_inputs(network)
    prepared = Prepared(Opening(""), "", "", network.program, inputs, network.initialise(0), 0)
    state = State(prepared.opening, place=Place(prepared.run().schedule.length))

    def scene() -> Scene:
        return Scene(state, prepared, prepared.run())

    def paint(shown: Scene) -> float:
        """Seconds for the layout and the painting."""
        start = time.perf_counter()
        assert VIEW.height is not None
        frame = Frame(PAGE, VIEW.height(Frame(PAGE, 500.0, shown, LIGHT)), shown, LIGHT)
        image = QImage(PAGE, round(frame.height), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            VIEW.draw(painter, frame)
        finally:
            painter.end()
        return time.perf_counter() - start

    held = scene()
    paint(held)
    what = "128 maps 24 × 24 with adjoints"
    timings = [
        timing(f"{what}, a new run", [paint(scene()) for _ in range(count)]),
        timing(f"{what}, again", [paint(held) for _ in range(count)][1:]),
    ]
    app.processEvents()
    return timings


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions")


def _run(options: argparse.Namespace) -> int:
    """Prints the table; the figures hold for this machine, only ratios within one run can be compared."""
    prepared = prepare(Opening("occupancy", sizes=(("H", UNITS),), moments=MOMENTS, examples=1))
    rows = step_timings(QUICK_STEPS if options.quick else STEPS)
    rows.append(repeated("run, everything recorded", 5 if options.quick else 30, prepared.run))
    rows += map_timings(10 if options.quick else 60)
    rows += [timing(what, times) for what, times in start_seconds(2 if options.quick else 7).items()]
    _print_ratios(quick=options.quick)
    width = max(len(row.what) for row in rows)
    print(f"T = {MOMENTS}, H = {UNITS}, window 1600 × 1000 offscreen")
    print(f"{'':{width}}  repetitions  median ms  99 % ms")
    for row in rows:
        print(f"{row.what:{width}}  {row.count:11}  {row.median:9.2f}  {row.ninety_ninth:7.2f}")
    return DONE


def _print_ratios(*, quick: bool) -> None:
    """The engine's rows, each as it is measured, one BLAS thread, medians of rivals taken in turn."""
    print("forward and backward, everything recorded, one BLAS thread; storage is used again")
    for row in engine_ratios(quick=quick):
        print(f"  {row.what:62}  {row.milliseconds:9.3f} ms = {row.ratio:6.3f} × {row.rival}", flush=True)
    if not torch_is_there():
        print("  PyTorch is not installed here: pip install 'chainrule[bench]' adds its rows")
    print(f"  memory of a record = {memory_ratio():.2f} × the sum of its arrays\n")


BENCH = Subcommand(
    "bench", "how fast stepping and running are here", _arguments, _run, example="chainrule bench --quick"
)

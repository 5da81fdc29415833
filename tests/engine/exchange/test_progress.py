"""Plain lines in a pipe, a bar on a terminal, and never an error of its own."""

import io
import time

import pytest

from engine.exchange.progress import Progress, duration


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Broken(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


@pytest.fixture
def clock(monkeypatch):
    """Time that stands still until it is set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_plain_lines_now_and_then(clock):
    stream = io.StringIO()
    shown = Progress(0, 400, stream=stream)
    for done in range(1, 401):
        clock[0] += 0.0625
        shown.tell(done, 1 / done)
    shown.end()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "iteration 32 of 400, loss 0.03125, 16/s, 23 s left"
    assert lines[-1] == "iteration 400 of 400, loss 0.0025, 16/s"
    assert len(lines) == 13
    assert "\r" not in stream.getvalue() and "\x1b" not in stream.getvalue()


def test_a_bar_that_grows_on_one_line(clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    shown = Progress(100, 200, stream=stream)
    for done in (150, 200):
        clock[0] += 1
        shown.tell(done, 0.5)
    shown.end()
    first, second = stream.getvalue().split("\r\x1b[K")[1:]
    assert first.startswith("[" + "=" * 22) and "50/s, 1 s left" in first
    assert "=" * 30 in second and second.endswith("\n")
    assert max(map(len, (first, second))) <= 100


def test_a_narrow_terminal_gets_what_fits(clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    shown = Progress(0, 2, stream=stream)
    clock[0] += 1
    shown.tell(1, 0.5)
    assert stream.getvalue().removeprefix("\r\x1b[K") == "iteration 1 of 2, l"


def test_a_pipe_nobody_reads_does_not_stop_training(clock):
    shown = Progress(0, 1, stream=Broken())
    shown.tell(1, 0.5)
    shown.end()


def test_durations():
    assert [duration(seconds) for seconds in (0.2, 59, 200, 7500)] == ["0 s", "59 s", "3 min 20 s", "2 h 5 min"]

"""Progress: how far training is, as a bar on a terminal, as plain lines where nobody watches."""

import contextlib
import shutil
import sys
import time
from typing import TextIO

AGAIN, LINE_AGAIN = 0.1, 2.0
LONGEST_BAR = 30


class Progress:
    """A line on stderr that says iteration, loss, rate and time left, from `first` to `last` iterations."""

    def __init__(self, first: int, last: int, *, stream: TextIO | None = None) -> None:
        self.first, self.last = first, last
        self.stream = sys.stderr if stream is None else stream
        self.terminal = self.stream.isatty()
        self.began = time.monotonic()
        self.shown_at = self.began
        self.drawn = False

    def tell(self, done: int, loss: float) -> None:
        """Shows where training is, unless that was shown a moment ago; the last iteration is always shown."""
        now = time.monotonic()
        if done == self.last or now - self.shown_at >= (AGAIN if self.terminal else LINE_AGAIN):
            self.shown_at = now
            self._show(self._words(done, loss, now - self.began), done / max(1, self.last))

    def end(self) -> None:
        """Leaves the line of the bar, so that what follows has one of its own."""
        if self.drawn:
            self._write("\n")

    def _words(self, done: int, loss: float, seconds: float) -> str:
        rate = (done - self.first) / seconds if seconds > 0 else 0.0
        words = f"iteration {done} of {self.last}, loss {loss:.6g}, {rate:.3g}/s"
        return words + (f", {duration((self.last - done) / rate)} left" if rate > 0 and done < self.last else "")

    def _show(self, words: str, share: float) -> None:
        if not self.terminal:
            self._write(words + "\n")
            return
        width = shutil.get_terminal_size().columns - 1
        room = min(LONGEST_BAR, width - len(words) - 3)
        full = round(share * room)
        bar = f"[{'=' * full}{' ' * (room - full)}] " if room > 4 else ""
        self.drawn = True
        self._write(f"\r\x1b[K{(bar + words)[:width]}")

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody watches any more: training goes on
            self.stream.write(text)
            self.stream.flush()


def duration(seconds: float) -> str:
    """Seconds as a person says them: 42 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"

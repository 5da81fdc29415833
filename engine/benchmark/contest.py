"""A contest: contestants in processes of their own, one BLAS thread each, timed in turn within one run."""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass

PLAN, PRODUCTS, FRESH, CHANGED = "plan", "products", "fresh", "changed"
RECORDED, BARE = "recorded", "bare"
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Case:
    """What is computed: "recurrent" over T moments, B examples, I inputs and H units, or "planes", images of B."""

    kind: str
    sizes: tuple[int, ...]
    dtype: str

    @property
    def label(self) -> str:
        """The case in a row of the table."""
        if self.kind == "recurrent":
            return f"LSTM, peepholes (T, B, I, H) = {self.sizes}, {self.dtype}"
        return f"cnn_planes, one step, batch {self.sizes[0]}, {self.dtype}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """The plan's median time, and how many times that of a rival it is."""

    what: str
    rival: str
    milliseconds: float
    ratio: float


class Contestant:
    """A process that times what it is asked for: one JSON line in, one out."""

    def __init__(self, module: str) -> None:
        """Starts `python -m module` with one BLAS thread."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **_ONE_THREAD},
        )

    def times(self, case: Case, what: str, count: int) -> list[float]:
        """Seconds of `count` repetitions."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"case": asdict(case), "what": what, "count": count}) + "\n")
        self.process.stdin.flush()
        return [float(one) for one in json.loads(self.process.stdout.readline())]

    def close(self) -> None:
        """Ends the process, which has nothing more to read."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=60)


def torch_is_there() -> bool:
    """Whether PyTorch is installed beside the engine."""
    return importlib.util.find_spec("torch") is not None


@contextmanager
def contestants() -> Iterator[dict[str, Contestant]]:
    """Who computes what is asked for; PyTorch takes part where it is installed."""
    with ExitStack() as stack:
        ours = Contestant("engine.benchmark.ours")
        stack.callback(ours.close)
        table = dict.fromkeys((PLAN, PRODUCTS, FRESH, CHANGED), ours)
        if torch_is_there():
            rival = Contestant("engine.benchmark.rival")
            stack.callback(rival.close)
            table |= dict.fromkeys((RECORDED, BARE), rival)
        yield table


def medians(table: dict[str, Contestant], case: Case, what: list[str], *, rounds: int, count: int) -> dict[str, float]:
    """The median seconds of each, all taken in turn: so a busy moment of the machine falls on all of them."""
    found: dict[str, list[float]] = {one: [] for one in what if one in table}
    for one in found:
        table[one].times(case, one, 1)
    for _ in range(rounds):
        for one, times in found.items():
            times.extend(table[one].times(case, one, count))
    return {one: statistics.median(times) for one, times in found.items()}

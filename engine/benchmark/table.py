"""The table of the engine's benchmark: ratios within one run, the only figures that mean anything elsewhere."""

from collections.abc import Iterator

import numpy as np

from engine.benchmark.contest import (
    BARE,
    CHANGED,
    FRESH,
    PLAN,
    PRODUCTS,
    RECORDED,
    Case,
    Ratio,
    contestants,
    medians,
)
from engine.exchange.networks import load
from engine.plan.arrays import Extent
from engine.plan.planning import plan

RECURRENT = (((20, 1, 8, 8), 40), ((100, 1, 16, 32), 10), ((100, 32, 32, 128), 2), ((400, 16, 64, 256), 1))
BATCHES = ((1, 5), (8, 2), (32, 1))
DTYPES = ("float64", "float32")
ROUNDS, QUICK_ROUNDS = 9, 3
RIVALS = {
    PRODUCTS: "the products alone",
    RECORDED: "PyTorch, recording the same",
    BARE: "PyTorch, recording nothing",
    FRESH: "a run in storage of its own",
}


def engine_ratios(*, quick: bool) -> Iterator[Ratio]:
    """Every row in turn, as it is measured; `quick` leaves the largest sizes out and repeats less."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    cases: list[tuple[str, tuple[int, ...], int]] = [
        ("recurrent", sizes, count) for sizes, count in RECURRENT[: 3 if quick else None]
    ]
    cases += [("planes", (batch,), count) for batch, count in BATCHES[: 2 if quick else None]]
    with contestants() as table:
        for kind, sizes, count in cases:
            for dtype in DTYPES:
                case = Case(kind, sizes, dtype)
                found = medians(table, case, [PLAN, *RIVALS], rounds=rounds, count=count)
                for rival, seconds in found.items():
                    if rival != PLAN:
                        yield Ratio(case.label, RIVALS[rival], 1e3 * found[PLAN], found[PLAN] / seconds)
        case = Case("recurrent", (100, 1, 1, 32), "float64")
        found = medians(table, case, [PLAN, CHANGED], rounds=rounds, count=10)
        label = "what-if, one weight changed, T = 100, H = 32"
        yield Ratio(label, "the plan alone", 1e3 * found[CHANGED], found[CHANGED] / found[PLAN])


def memory_ratio() -> float:
    """The memory of a recorded run, by the sum of the arrays that it hands out."""
    network, extent = load("lstm_peephole", I=16, H=32), Extent(100, 8, np.dtype("float64"))
    planned = plan(network.program, extent)
    storage = planned.storage()
    quantities = network.quantities
    arrays = (
        array.nbytes
        for held in (storage.values, storage.adjoints)
        for name, array in held.items()
        if name in quantities
    )
    return planned.recorded_bytes / sum(arrays)

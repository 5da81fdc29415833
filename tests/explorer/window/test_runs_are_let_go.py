"""Runs are let go: of those that were on the screen once, no picture keeps many, for each may take gigabytes."""

import gc
import weakref
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from engine.run.intervention import Intervention
from engine.stepping.breakpoint import Breakpoint
from engine.stepping.place import Place
from explorer.state import Run

RUNS, KEPT = 16, 10


def test_of_many_runs_few_are_kept(open_window):
    """With a breakpoint and a watch, beside other runs, in each contrast."""
    window = open_window("occupancy")
    first = replace(
        window.store.scene.state, breakpoints=(Breakpoint(condition="b_phi > 0.5"),), watches=("norm(b_c)",)
    )
    made: list[weakref.ref[object]] = []
    for number in range(RUNS):
        state = replace(
            first,
            against=Run(replace(first.opening, seed=100 + number)),
            contrast=("after", "before", "difference")[number % 3],
            interventions=(Intervention("b_c", (1, None, 0), number / 10),),
            place=Place(250 + number),
        )
        window.store.open(state)
        window.grab()
        QApplication.processEvents()
        scene = window.store.scene
        made += [weakref.ref(scene.trace), weakref.ref(scene.other.trace)]
        del scene
    gc.collect()
    alive = sum(reference() is not None for reference in made)
    assert 2 <= alive <= KEPT, f"{alive} of {len(made)} traces are still held"

"""Opens pictures: a convolutional network with sizes that fit them, and their classes as targets."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.derivation.derived import DerivedNetwork
from engine.errors import DataError
from engine.exchange.datasets import Examples
from engine.exchange.networks import load
from engine.exchange.opening.asked import Array, Opening, Prepared, refuse
from engine.exchange.opening.examples import open_examples
from engine.exchange.opening.network import MOST_NUMBERS
from engine.exchange.opening.series import without_sequence
from engine.exchange.pictures.collection import Collection
from engine.exchange.pictures.gathering import gather
from engine.exchange.pictures.original import read_originals
from engine.exchange.pictures.telling import told

NETWORK = "cnn_classes"
SHOWN = 16
OTHER = "other"
CHANNELS = "channels"  # the size that follows the pictures
COLOURS = {1: ("grey",), 3: ("red", "green", "blue")}


def open_pictures(opening: Opening, path: Path) -> Prepared:
    """A folder, file or array of pictures: all of them to train on, the first few to look at."""
    without_sequence(opening)
    refuse(opening, "threshold", "inputs", "targets", "moments", why="a table; {} holds pictures")
    name = opening.network_or(NETWORK)
    asked = dict(opening.sizes)
    declared = load(name, **asked)
    rows, columns, found = _wanted(declared)
    free = CHANNELS in declared.sizes and CHANNELS not in asked
    free = free and _wanted(load(name, **asked, **{CHANNELS: 4 - found}))[2] != found
    channels = None if free else found
    collection = gather(path, rows=rows, columns=columns, channels=channels)
    classes = collection.classes if len(collection.classes) > 1 else (*collection.classes, OTHER)
    drawn = Examples(
        {"X": collection.pixels, "d": _targets(declared, collection.numbers, len(classes))},
        told(collection),
        timed=False,
        labels={"X": COLOURS[collection.pixels.shape[-1]], "d": classes, "y": classes},
    )
    examples = opening.examples or max(1, min(SHOWN, collection.count, MOST_NUMBERS // _numbers(declared)))
    prepared = open_examples(
        opening,
        drawn,
        title=path.resolve().name or str(path),
        story=f"{drawn.note}\n\n{_last_words(collection)}",
        network=name,
        sizes={"rows": rows, "columns": columns},
        seed=opening.seed or 0,
        spread=1.0,
        examples=examples,
    )
    size = tuple(prepared.inputs["X"].shape[1:])
    return replace(
        prepared,
        origins=collection.origins,
        originals=read_originals(collection.files[:examples], size=(size[0], size[1], size[2])),
        skipped=collection.skipped,
        left_out=collection.left_out,
    )


def _wanted(network: DerivedNetwork) -> tuple[int, int, int]:
    """Rows, columns and channels that a network reads."""
    found = next((q for q in network.having("input") if not q.timed and len(q.shape) == 3), None)
    if found is None:
        listed = ", ".join(q.name + ("[t]" if q.timed else "") for q in network.having("input")) or "nothing"
        raise DataError(
            f"network {network.name} reads {listed}; pictures can be read by one with an input X of rows, columns and "
            "channels"
        )
    rows, columns, channels = found.shape
    if channels not in COLOURS:
        raise DataError(f"network {network.name} reads {channels} channels; pictures have 1 (grey) or 3 (colour)")
    return rows, columns, channels


def _targets(network: DerivedNetwork, numbers: Array, classes: int) -> Array:
    """The class of each picture as a 1 among zeros; a single 0 or 1 for two classes where that is what is asked for."""
    if classes == 2 and "d" in network.quantities and network.quantities["d"].shape == (1,):
        return numbers[:, None].astype(np.float64)
    return np.eye(classes)[numbers]


def _numbers(network: DerivedNetwork) -> int:
    """How many numbers a run has of each example."""
    return sum(int(np.prod(quantity.shape)) for quantity in network.quantities.values() if quantity.batched)


def _last_words(collection: Collection) -> str:
    if len(collection.classes) > 1:
        return "The parameters are seeded random numbers."
    return (
        f"There is no second class to tell them from: every target says {collection.classes[0]}, and the second "
        f"output, {OTHER}, never occurs. The parameters are seeded random numbers."
    )

"""Opens a series: windows cut from a table or a channel, and a network that predicts their next row."""

from collections.abc import Mapping
from pathlib import Path

from engine.errors import DataError
from engine.exchange.characters import looks_like_prose
from engine.exchange.fitted_network import fitted_network
from engine.exchange.networks import Written
from engine.exchange.opening.asked import Opening, Prepared, drawn_parameters
from engine.exchange.opening.examples import open_text
from engine.exchange.pool import HELD_BACK, pool_windows
from engine.exchange.sequence import first_rows, windows
from engine.exchange.series import Series, table_series
from engine.exchange.text_file import read_text

TABLES = (".csv", ".tsv", ".txt", ".dat")
TEXT = ".txt"  # a table or, where it is none, characters
FILE_SIZES = {"H": 6, "C": 1}
FILE_MOMENTS, FILE_EXAMPLES = 24, 4
LISTED = 6


def without_sequence(opening: Opening) -> None:
    """Refuses a typed sequence where the numbers come from data."""
    if opening.sequence:
        raise DataError(f"sequence: {opening.source} reads data of its own; type numbers for a network instead")


def open_table(opening: Opening, path: Path) -> Prepared:
    """A table of numbers, or a text that is none."""
    without_sequence(opening)
    try:
        series = table_series(path, as_power=opening.as_power, threshold=opening.threshold)
    except DataError:
        if path.suffix.lower() != TEXT or not looks_like_prose(text := read_text(path)):
            raise
        return open_text(opening, text, path.name)
    inputs = opening.inputs or series.chosen
    targets = opening.targets or inputs
    moments = opening.moments or min(FILE_MOMENTS, max(1, len(series.rows) - 1))
    use = f"Inputs: {_listed(inputs)}; targets: {_listed(targets)} one row later"
    if targets == inputs:
        use = f"Inputs, and one row later targets: {_listed(inputs)}"
    story = f"{series.note}. {use}. The parameters are seeded random numbers."
    return open_series(
        opening,
        series,
        title=path.name,
        story=story,
        network=opening.network_or("lstm_peephole"),
        sizes=FILE_SIZES if not opening.text else {},
        seed=opening.seed or 0,
        spread=2.0,
        inputs=inputs,
        targets=targets,
        moments=moments,
        examples=opening.examples or max(1, min(FILE_EXAMPLES, len(series.rows) - moments)),
    )


def open_series(
    opening: Opening,
    series: Series,
    *,
    title: str,
    story: str,
    network: str | Written,
    sizes: Mapping[str, int],
    seed: int,
    spread: float,
    inputs: tuple[str, ...],
    targets: tuple[str, ...],
    moments: int,
    examples: int,
    stride: int | None = None,
    held_back: float = HELD_BACK,
) -> Prepared:
    """Examples cut from a series, and a network that fits them."""
    try:
        starts = first_rows(len(series.rows), length=moments, count=examples, stride=stride)
        x, d = windows(
            series.rows,
            length=moments,
            count=examples,
            inputs=inputs,
            targets=targets,
            names=series.columns,
            stride=stride,
            missing="last",
        )
        pool = pool_windows(
            series.rows, length=moments, inputs=inputs, targets=targets, names=series.columns, held_back=held_back
        )
    except DataError as error:
        raise DataError(f"{title}: {error}") from error
    fitted, arrays = fitted_network(network, asked=dict(opening.sizes), usual=sizes, arrays={"x": x, "d": d})
    return Prepared(
        opening,
        title,
        story,
        fitted.program,
        arrays,
        drawn_parameters(fitted, seed, spread, opening.dtype),
        seed,
        series,
        tuple(int(row) for row in starts),
        inputs,
        targets,
        pool={name: array.reshape(len(array), -1, *arrays[name].shape[2:]) for name, array in pool.items()},
    )


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(columns[:LISTED]) + (f" and {len(columns) - LISTED} more" if len(columns) > LISTED else "")

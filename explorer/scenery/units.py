"""Units in words: which entry of a quantity is meant, as a person says it."""

from engine.language.network import Network

_AXES: dict[int, tuple[str, ...]] = {3: ("row", "column"), 4: ("map", "row", "column")}


def unit_words(network: Network, name: str, unit: tuple[int, ...], *, short: bool = False) -> str:
    """Which entry it is, from 0: "unit 5", "block 2, cell 1", "row 5, column 0, map 2"; empty for single numbers.

    `short` leaves out the words where there would be more than two.
    """
    shape = network.quantities[name].shape
    if not shape or (shape == (1,) and not unit[0]):
        return ""
    kept = unit[:1] if len(shape) == 2 and shape[1] == 1 else unit
    if len(kept) == 1:
        return f"unit {kept[0]}"
    if len(kept) == 2:
        matrix = not network.quantities[name].batched and name[:1].isupper()
        return f"row {kept[0]}, column {kept[1]}" if matrix else f"block {kept[0]}, cell {kept[1]}"
    axes = _AXES.get(len(kept))
    if axes is None or short:
        return f"at {', '.join(map(str, kept))}"
    last = "channel" if len(kept) == 4 or network.quantities[name].role != "defined" else "map"
    return ", ".join(f"{axis} {place}" for axis, place in zip((*axes, last), kept, strict=True))

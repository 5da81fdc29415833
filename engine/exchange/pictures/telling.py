"""Tells what a collection of pictures is: which classes, at what size, and what was cut, thinned or skipped."""

from engine.exchange.pictures.collection import Collection
from engine.exchange.pictures.picture import SLIVER, percent_kept

CLASSES_LISTED, SKIPPED_LISTED = 12, 3


def told(collection: Collection) -> str:
    """Paragraphs for a person, the first of them about the pictures as they are read."""
    rows, columns, channels = collection.pixels.shape[1:]
    first = f"{_pictures(collection.count)}{_of_classes(collection)}, {columns} × {rows} pixels in "
    first += f"{'colour' if channels == 3 else 'grey'}. {_size(collection)}"
    if collection.found > collection.tried:
        first += f" There are {collection.found:,} in all; {collection.tried:,} of them, evenly spread, were taken."
    return "\n\n".join(filter(None, (first, _skipped(collection))))


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count:,} pictures"


def _of_classes(collection: Collection) -> str:
    if len(collection.classes) == 1:
        return ""
    counted = [f"{name} ({many:,})" for name, many in zip(collection.classes, collection.of_each, strict=True)]
    return f" of {len(counted):,} classes: {_listed(counted, CLASSES_LISTED)}"


def _size(collection: Collection) -> str:
    if not collection.resized:
        return "They had this size." if collection.count > 1 else "It had this size."
    words = "Each was brought to this size, every pixel the mean of what it covers"
    if not collection.cut:
        return f"{words}; nothing was cut off."
    least = percent_kept(collection.least)
    if collection.cut == 1:
        share = f"{least} of it"
    else:
        share = f"of one {least}" if collection.least < SLIVER else f"at least {least} of each"
    return f"{words}; of {_pictures(collection.cut)} with other proportions only the middle is kept, {share}."


def _skipped(collection: Collection) -> str:
    count = collection.left_out
    if not count:
        return ""
    listed = _listed([skipped.words for skipped in collection.skipped], SKIPPED_LISTED, count)
    return f"{'1 file was' if count == 1 else f'{count:,} files were'} skipped: {listed}."


def _listed(words: list[str], most: int, count: int | None = None) -> str:
    """The first few of `count` words, and how many more there are."""
    more = (count or len(words)) - most
    return ", ".join(words[:most]) + (f" and {more:,} more" if more > 0 else "")

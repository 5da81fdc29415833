"""Thinning: which checkpoints stay as a run grows, so that they fit a budget and none is far from its neighbours."""

FEWEST = 2


def capacity(budget: int, size: int) -> int:
    """How many checkpoints of `size` bytes a budget of bytes holds beside the newest one; never fewer than two."""
    return max(FEWEST, budget // max(1, size) - 1)


def spacing(length: int, *, room: int, least: int = 1) -> int:
    """The distance between checkpoints after `length` iterations: `least`, doubled until `room` of them reach so far.

    Kept are those before iterations 0, spacing, 2·spacing, … So `room` is never exceeded, and where `least` is not
    enough the distance is below 2·length / (room - 1): what is kept thins out evenly while the run grows.
    """
    found = least
    while length // found + 1 > room:
        found *= 2
    return found


def within(seconds: float, pace: float, *, at_most: int = 1 << 16) -> int:
    """The largest power of two of iterations that take at most `seconds`, where one takes `pace`; at least 1."""
    fitting = 1
    while fitting < at_most and 2 * fitting * pace <= seconds:
        fitting *= 2
    return fitting


def sixteenth(length: int) -> int:
    """The largest power of two of iterations of which 16 reach no farther than `length`; at least 1.

    So also a run that is fast to replay keeps enough checkpoints to show how its parameters went.
    """
    return 1 << max(0, (length // 16).bit_length() - 1)


def usual_budget(size: int) -> int:
    """The bytes that checkpoints of `size` bytes may take where nobody says: 64 MiB, and room for 32 up to 512 MiB."""
    return max(64 << 20, min(512 << 20, 34 * size))

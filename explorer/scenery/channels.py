"""Which channel of a sum over channels stands in front: the one a person chose for that quantity, kept in the state."""

from explorer.state import State

PREFIX = "channel-in-front:"


def _word(name: str, *, adjoint: bool) -> str:
    return f"{PREFIX}{'adjoint' if adjoint else 'value'}:{name}:"


def front_channel(state: State, name: str, *, adjoint: bool) -> int | None:
    """The chosen channel; None where none was chosen."""
    word = _word(name, adjoint=adjoint)
    chosen = next((each.removeprefix(word) for each in sorted(state.folded) if each.startswith(word)), "")
    return int(chosen) if chosen.isdecimal() else None


def with_front_channel(folded: frozenset[str], name: str, channel: int, *, adjoint: bool) -> frozenset[str]:
    """The same words with this channel of the quantity in front, in place of any other."""
    word = _word(name, adjoint=adjoint)
    return frozenset((*(each for each in folded if not each.startswith(word)), f"{word}{channel}"))

"""Which word of a switch is chosen: the first while nothing is folded, the second under its key, others by number."""


def _folded_as(key: str, number: int) -> str:
    return key if number == 1 else f"{key}={number}"


def turned(folded: frozenset[str], key: str) -> int:
    """The number of the chosen word."""
    if key in folded:
        return 1
    found = next((each.removeprefix(f"{key}=") for each in sorted(folded) if each.startswith(f"{key}=")), "0")
    return int(found) if found.isdecimal() else 0


def with_turned(folded: frozenset[str], key: str, number: int) -> frozenset[str]:
    """The same with this word chosen in place of any other."""
    others = frozenset(each for each in folded if each != key and not each.startswith(f"{key}="))
    return others | {_folded_as(key, number)} if number else others

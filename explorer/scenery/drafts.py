"""Drafts: texts of networks that a person has typed and not saved, by what they are drafts of."""

from dataclasses import dataclass

MOST = 20
"""Drafts that are kept; of more the oldest go."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text typed while a source was open, with the network that was asked for to read it (or "").

    `series` tells drafts of one source apart that did not grow out of one another.
    """

    source: str
    network: str
    text: str
    series: int = 0

    @property
    def of(self) -> tuple[str, str]:
        """What it is a draft of."""
        return self.source, self.network

    @property
    def key(self) -> tuple[str, str, int]:
        """What a newer text of it replaces."""
        return self.source, self.network, self.series


class Drafts:
    """The newest text of each draft; no part of the state, so that no undo ever takes a typed line away."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, int], Draft] = {}

    def newest(self, source: str, network: str) -> Draft | None:
        """The one that was typed last for a source; None where there is none."""
        return next((draft for draft in reversed(self._kept.values()) if draft.of == (source, network)), None)

    def keep(self, draft: Draft) -> tuple[Draft, ...]:
        """Takes the place of an older text of the same draft; gives those that have to go for it."""
        self._kept.pop(draft.key, None)
        self._kept[draft.key] = draft
        old = tuple(self._kept.values())[:-MOST]
        for one in old:
            self.drop(one)
        return old

    def drop(self, draft: Draft) -> None:
        """It is saved, or no longer wanted."""
        self._kept.pop(draft.key, None)

    def all(self) -> tuple[Draft, ...]:
        """Every draft, the newest last."""
        return tuple(self._kept.values())

    def fresh(self) -> int:
        """A series that no draft belongs to yet."""
        return max((draft.series for draft in self._kept.values()), default=0) + 1

    def clear(self) -> None:
        """A window begins with those that it finds on disk."""
        self._kept.clear()


DRAFTS = Drafts()
"""Those of the window: it keeps them, also on disk; the editor reads them."""

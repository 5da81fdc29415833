"""Drafts: texts of networks that a person has typed and not saved, by what they are drafts of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A text typed while a source was open, with the network that was asked for to read it (or "")."""

    source: str
    network: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is a draft of."""
        return self.source, self.network


class Drafts:
    """The newest draft of each source; no part of the state, so that no undo ever takes a typed line away."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Draft] = {}

    def of(self, source: str, network: str) -> str:
        """The text typed for it; empty where there is none."""
        draft = self._kept.get((source, network))
        return draft.text if draft is not None else ""

    def keep(self, draft: Draft) -> None:
        """Takes the place of an older one."""
        self._kept.pop(draft.key, None)
        self._kept[draft.key] = draft

    def drop(self, source: str, network: str) -> None:
        """It is saved, or no longer wanted."""
        self._kept.pop((source, network), None)

    def all(self) -> tuple[Draft, ...]:
        """Every draft, the newest last."""
        return tuple(self._kept.values())

    def clear(self) -> None:
        """A window begins with those that it finds on disk."""
        self._kept.clear()


DRAFTS = Drafts()
"""Those of the window: it keeps them, also on disk; the editor reads them."""

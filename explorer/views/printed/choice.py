"""What is chosen: the equation, the filter and the seed, read from the state; comparisons are computed once each."""

from functools import lru_cache

from engine.errata.compare import Comparison, compare
from engine.errata.entry import Entry, Paper
from engine.errata.reading import entries, papers
from explorer.scene import Scene

CHOSEN, SEED, ONLY_MISPRINTS = "printed:", "printed-seed:", "printed-misprints"
DEFAULT = "000:43"


@lru_cache(maxsize=1)
def by_name() -> dict[str, Entry]:
    """All equations by their names."""
    return {entry.name: entry for entry in entries()}


def _word(scene: Scene, prefix: str) -> str:
    return next((word.removeprefix(prefix) for word in sorted(scene.state.folded) if word.startswith(prefix)), "")


def chosen_entry(scene: Scene) -> Entry:
    """The equation that is looked at; 000:43 until one is chosen."""
    return by_name().get(_word(scene, CHOSEN)) or by_name()[DEFAULT]


def chosen_seed(scene: Scene) -> int:
    """The seed of the small networks; 0 until another is chosen."""
    word = _word(scene, SEED)
    return int(word) if word.isdecimal() else 0


def only_misprints(scene: Scene) -> bool:
    """Whether the list leaves out what is no misprint."""
    return ONLY_MISPRINTS in scene.state.folded


def listed(paper: Paper, *, chosen: Entry, misprints: bool) -> tuple[Entry, ...]:
    """The equations of a paper that pass the filter; the chosen one always stays in the list."""
    return tuple(e for e in paper.entries if not misprints or e.verdict == "misprint" or e is chosen)


def paper_of(entry: Entry) -> Paper:
    """The paper that an equation stands in."""
    return next(paper for paper in papers() if paper.key == entry.paper)


@lru_cache(maxsize=256)
def comparison(name: str, seed: int) -> Comparison:
    """Both forms on a small network drawn from the seed, 10 to 100 ms when it is new."""
    return compare(by_name()[name], seed)

"""What the palette offers: commands, what can be opened, pictures, and quantities to go to; and how they are found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engine.exchange.networks import network_names
from engine.exchange.own_networks import own_network_names
from engine.exchange.own_scenarios import own_scenarios, own_title
from engine.exchange.scenario import find_scenario, scenario_names
from engine.expression import Adjoint, Value
from engine.notation.plain import plain
from explorer.command import Command, Request
from explorer.scene import Scene
from explorer.state import Selection
from explorer.view import View
from explorer.window.menus import MENUS

NOT_FOUND = -1
HIDDEN = frozenset({"palette"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its title, where it belongs, what it does in words, its keys; `run` does it."""

    title: str
    group: str
    tip: str
    run: Callable[[], None]
    keys: str = ""
    enabled: bool = True
    also: str = ""

    @property
    def text(self) -> str:
        """What is searched besides the title."""
        return f"{self.group} {self.also} {self.tip}".lower()


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    """Everything built in that can be opened: (name, title)."""
    scenarios = ((name, find_scenario(name).title) for name in scenario_names())
    return (*scenarios, *((name, name) for name in network_names()))


def entries_of(
    commands: Mapping[str, Command],
    scene: Scene,
    views: Iterable[View],
    *,
    ask: Callable[[Request], None],
    bring: Callable[[View], None],
    undo: Sequence[bool] = (True, True),
) -> list[Entry]:
    """All lines for a scene; `ask` gets requests, `bring` the view to show, `undo` says what can be undone, redone."""
    can = dict(zip(("undo", "redo"), undo, strict=True))
    made = [
        Entry(
            command.title,
            command.menu,
            command.tip,
            _asking(ask, Request(command.name)),
            "  ".join(command.keys),
            command.enabled(scene) and can.get(command.name, True),
        )
        for command in sorted(commands.values(), key=lambda each: (MENUS.index(each.menu or "Help"), each.group))
        if command.menu is not None and command.name not in HIDDEN
    ]
    for view in views:
        if view.suits(scene):
            made.append(Entry(f"Show: {view.title}", "Picture", view.summary, _bringing(bring, view), also=view.name))
    for name, title in _sources():
        also = "" if name == title else name
        made.append(Entry(f"Open: {title}", "Open", also, _asking(ask, Request("open", name)), also=also))
    for name, path in own_scenarios().items():
        asked = _asking(ask, Request("open-path", str(path)))
        made.append(Entry(f"Open: {own_title(path)}", "Your own", str(path), asked, also=name))
    for name in own_network_names():
        made.append(Entry(f"Open: {name}", "Your own", "", _asking(ask, Request("open", name))))
    return [*made, *_quantities(scene, ask)]


def _quantities(scene: Scene, ask: Callable[[Request], None]) -> Iterable[Entry]:
    network = scene.network
    for name in network.quantities:
        for adjoint in (False, True):
            if not scene.exists(name, adjoint):
                continue
            words = plain(Adjoint(name) if adjoint else Value(name), network)
            written = (network.adjoint_name(name) or f"d{network.objective}/d{name}") if adjoint else name
            tip = f"{written}, the {'adjoint of ' + name if adjoint else 'value'}: chosen, as by a click on it"
            yield Entry(f"Go to {words}", "Quantity", tip, _asking(ask, Request("select", Selection(name, adjoint))))


def _asking(ask: Callable[[Request], None], request: Request) -> Callable[[], None]:
    return lambda: ask(request)


def _bringing(bring: Callable[[View], None], view: View) -> Callable[[], None]:
    return lambda: bring(view)


def score(text: str, entry: Entry) -> int:
    """How well every word that was typed fits, better ones larger; NOT_FOUND where one fits nowhere."""
    total = 0
    title = entry.title.lower()
    for word in text.lower().split():
        found = _fit(word, title)
        if found == NOT_FOUND:
            if word not in entry.text:
                return NOT_FOUND
            found = 1 if len(word) > 1 else 0
        total += found
    return total


def _fit(word: str, title: str) -> int:
    """A whole title, the start of one, the start of a word, a part, or letters in order from the starts of words."""
    if title.startswith(word):
        return 100 if title == word else 60
    if f" {word}" in title:
        return 40
    if word in title:
        return 20
    place, skipped = -1, 0
    for letter in word:
        following = title.find(letter, place + 1)
        if following < 0:
            return NOT_FOUND
        skipped += following - place - 1 if title[following - 1 : following] != " " else 0
        place = following
    return max(2, 12 - skipped) if skipped <= 2 * len(word) + 2 else NOT_FOUND


def found(text: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that fit, best first and those that cannot be run last; all in their order where nothing is typed."""
    scored = [(score(text, entry), number, entry) for number, entry in enumerate(entries)]
    fitting = [each for each in scored if each[0] != NOT_FOUND]
    return [entry for _, _, entry in sorted(fitting, key=lambda each: (not each[2].enabled, -each[0], each[1]))]

"""The submenu of scenarios and networks, built in and of one's own, that the bar has no room for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from engine.exchange.networks import network_names
from engine.exchange.own_networks import own_network_names
from engine.exchange.own_scenarios import own_scenarios, own_title
from engine.exchange.scenario import find_scenario, scenario_names
from explorer.command import Request


def add_built_in(menu: QMenu, ask: Callable[[Request], None]) -> QMenu:
    """Adds the submenu at the top of `menu`; `ask` gets the wish to open what was chosen."""
    submenu = QMenu("Open &built-in", menu)

    def add(words: str, name: str) -> None:
        submenu.addAction(words).triggered.connect(lambda: ask(Request("open", name)))

    for name in scenario_names():
        add(find_scenario(name).title, name)
    submenu.addSeparator()
    for name in network_names():
        add(name, name)
    own: list[QAction] = []

    def show_own() -> None:
        """Read anew whenever the menu opens: a network may have been saved or deleted meanwhile."""
        while own:
            submenu.removeAction(own.pop())
        networks, scenarios = own_network_names(), own_scenarios()
        if networks or scenarios:
            own.append(submenu.addSection("Your own"))
        for path in scenarios.values():
            own.append(submenu.addAction(own_title(path)))
            own[-1].triggered.connect(partial(ask, Request("open-path", str(path))))
        for name in networks:
            add(name, name)
            own.append(submenu.actions()[-1])

    submenu.aboutToShow.connect(show_own)
    first = menu.actions()[0] if menu.actions() else None
    if first is None:
        menu.addMenu(submenu)
    else:
        menu.insertMenu(first, submenu)
    return submenu

"""What scenarios of one's own ask of the window: saving what is on the screen, and opening it again."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from engine.errors import ChainruleError
from engine.exchange.user_folder import made_folder, user_folder
from explorer.command import Request
from explorer.figure.own_scenario import save_scenario, scenario_state
from explorer.state import State
from explorer.store import Store
from explorer.window.scenario_dialog import ScenarioDialog


class ScenarioEffects:
    """Performs the effects that concern scenarios of one's own, for one window.

    `enter` opens the state that is read, `saved` takes the words that say where a scenario is now.
    """

    def __init__(
        self,
        window: QMainWindow,
        store: Store,
        *,
        say: Callable[[str], None],
        enter: Callable[[Callable[[], State]], bool],
    ) -> None:
        self._window, self._store, self._say, self._enter = window, store, say, enter
        self.saved: Callable[[str], None] = lambda words: None
        self.performers: Mapping[str, Callable[[object], object]] = {"save-scenario": self._ask}

    def _ask(self, argument: object) -> None:
        scene = self._store.scene
        if scene is None:
            return
        try:
            folder = made_folder("scenarios")
        except ChainruleError:
            folder = Path.home()
        story = scene.state.story or scene.prepared.story
        ScenarioDialog(self._window, title=scene.title, story=story, folder=folder, save=self.save).open()

    def save(self, title: str, story: str, path: Path) -> None:
        """Writes the scene that is on the screen; from then on it is called so."""
        scene = self._store.scene
        if scene is None:
            return
        try:
            save_scenario(scene, path, title=title, story=story)
        except (ChainruleError, OSError) as error:
            self._say(str(error))
            return
        self._store.run(Request("call", (title, story)))
        own = path.parent == user_folder("scenarios")
        again = f"File ▸ Open built-in ▸ {title}, or: chainrule {path.stem}" if own else f"chainrule {path}"
        self.saved(f"saved; {again}")

    def open(self, path: str | Path) -> bool:
        """Opens a scenario of one's own where it was saved; says what cannot be used."""
        return self._enter(partial(scenario_state, path))

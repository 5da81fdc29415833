"""Effects: what commands ask of the window that is no change of state, such as dialogs, figures and full screen."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMainWindow, QMessageBox

from engine.errors import ChainruleError
from engine.exchange.own_scenarios import SUFFIX as SCENARIO
from engine.exchange.pictures.decoding import ENDINGS
from engine.exchange.typed_sequence import read_sequence, write_sequence
from explorer.checks import Wish
from explorer.command import Effect, Request
from explorer.compute_training import Training
from explorer.field import Ask
from explorer.figure.export import copy_figure, save_figure, save_widget
from explorer.figure.recipe import holds_recipe, read_recipe, recipe, recipe_text
from explorer.figure.reopening import reopened
from explorer.figure.request import Figure
from explorer.recorded import SUFFIX
from explorer.scene import Scene
from explorer.scenery.contrast import contrasted
from explorer.store import Store
from explorer.theme.tokens import theme
from explorer.view import View
from explorer.window.ask_dialog import AskDialog
from explorer.window.breaking_effects import BreakingEffects
from explorer.window.editing_effects import EditingEffects
from explorer.window.figure_dialog import FigureChoice, FigureDialog
from explorer.window.pages import about_page, story_page
from explorer.window.parameter_effects import ParameterEffects
from explorer.window.scenario_effects import ScenarioEffects
from explorer.window.text_effects import TextEffects
from explorer.window.training_effects import TrainingEffects

PICTURES = " ".join(f"*{ending}" for ending in (*ENDINGS, ".npz", ".gz"))
READABLE = (
    f"Networks, tables, texts, recordings, scenarios (*.net *.csv *.tsv *.txt *.dat *{SUFFIX} *{SCENARIO});;"
    f"Pictures and figures ({PICTURES} *.svg *.pdf);;All files (*)"
)


class Effects:
    """Performs effects for one window; `views` of the panes in sight decide what a copied figure shows."""

    def __init__(
        self,
        window: QMainWindow,
        store: Store,
        views: tuple[View, ...],
        current: Callable[[], View | None],
        *,
        training: Training,
    ) -> None:
        self._window, self._store, self._views, self._current = window, store, views, current
        self.training = TrainingEffects(window, store, training, say=self.say)
        self.breaking = BreakingEffects(window, store, say=self.say)
        self.editing = EditingEffects(window, store, say=self.say)
        self.scenarios = ScenarioEffects(window, store, say=self.say, enter=self.training.enter)
        self.parameters = ParameterEffects(window, store, say=self.say)
        self._performers: dict[str, Callable[[object], object]] = {
            "open-file": self._open_file, "open-folder": self._open_folder,
            "type-sequence": self._type_sequence,
            "save-figure": self._save_figure, "copy-figure": self._copy_figure,
            "quit": lambda argument: window.close(), "undo": lambda argument: store.undo(),
            "redo": lambda argument: store.redo(), "full-screen": self._full_screen,
            "story": lambda argument: story_page(window, store),
            "about": lambda argument: about_page(window), "ask": self._ask,
            "check": self._check, "stop-check": lambda argument: store.stop_checking(),
            **self.training.performers, **self.breaking.performers, **self.editing.performers,
            **TextEffects(window, say=self.say).performers, **self.scenarios.performers,
            **self.parameters.performers,
            "open-path": lambda argument: self.open_path(str(argument)),
        }  # fmt: skip

    def also(self, performers: Mapping[str, Callable[[object], object]]) -> None:
        """Performs more effects."""
        self._performers.update(performers)

    def perform(self, effect: Effect) -> None:
        """Does what a command asked for."""
        self._performers[effect.name](effect.argument)

    def say(self, message: str) -> None:
        """A message the person can read in peace: the window stays as it was."""
        if not message:
            return
        box = QMessageBox(QMessageBox.Icon.Warning, "Chainrule", message, QMessageBox.StandardButton.Ok, self._window)
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open_file(self, argument: object) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Open", str(Path.home()), READABLE)
        self.open_path(path)

    def _open_folder(self, argument: object) -> None:
        self.open_path(QFileDialog.getExistingDirectory(self._window, "Open a folder of pictures", str(Path.home())))

    def open_path(self, path: str) -> None:
        """Opens a file or folder: a recording at its newest iteration, a figure where it was taken, else what it is."""
        scene = self._store.scene
        if not path or scene is None:
            return
        if path.endswith(SUFFIX):
            self.training.open(path)
            return
        if path.endswith(SCENARIO):
            self.scenarios.open(path)
            return
        if not holds_recipe(path):
            self._store.run(Request("open", path))
            return
        self.training.enter(lambda: reopened(read_recipe(path), folder=Path(path).parent), keep_look=False)

    def _type_sequence(self, argument: object) -> None:
        """Asks for numbers without holding up the window; what is no number is said, and the run stays as it was."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Type a sequence")
        dialog.setLabelText("Numbers for the input, one at each moment, with commas between them:")
        dialog.setTextValue(write_sequence(argument) if isinstance(argument, tuple) else "")
        dialog.textValueSelected.connect(self._set_sequence)
        dialog.open()

    def _set_sequence(self, text: str) -> None:
        try:
            self._store.run(Request("set-sequence", read_sequence(text)))
        except ChainruleError as error:
            self.say(str(error))

    def _ask(self, argument: object) -> None:
        """Asks for a line of text without holding up the window."""
        if isinstance(argument, Ask):
            AskDialog(argument, self._window, self._store.run).open()

    def _check(self, argument: object) -> None:
        """Begins a numeric check and shows it."""
        if isinstance(argument, Wish):
            self._store.run(Request("show-check", "check-printed" if argument.printed else None))
            self._store.check(argument)

    def _full_screen(self, argument: object) -> None:
        self._window.showNormal() if self._window.isFullScreen() else self._window.showFullScreen()

    def _figure(self, view: View, *, scale: float, theme_name: str, transparent: bool) -> Figure | None:
        scene = self._store.scene
        if scene is None:
            return None
        drawn, colours = contrasted(scene, of_one_run=view.of_one_run), theme(theme_name, scene.state.colours)
        return Figure(view, drawn, colours, scale=scale, transparent=transparent)

    def _copy_figure(self, argument: object) -> None:
        view = self._current()
        figure = self._figure(view, scale=2, theme_name="light", transparent=False) if view else None
        if figure is not None:
            copy_figure(figure, QApplication.clipboard())

    def _save_figure(self, argument: object) -> None:
        scene = self._store.scene
        if scene is None:
            return
        dialog = FigureDialog(self._window, [view for view in self._views if view.suits(scene)], self._current())
        if not dialog.exec():
            return
        choice = dialog.choice()
        # Once the dialog has left the screen, so that a picture of the whole window does not hold it.
        QTimer.singleShot(0, lambda: self._save(choice, scene))

    def _save(self, choice: FigureChoice, scene: Scene) -> None:
        try:
            if choice.view is None:
                made = recipe_text(recipe(scene, None, theme=scene.state.theme))
                save_widget(self._window, choice.path, scale=choice.scale, title=scene.prepared.title, recipe=made)
                return
            figure = self._figure(
                choice.view, scale=choice.scale, theme_name=choice.theme, transparent=choice.transparent
            )
            if figure is not None:
                save_figure(figure, choice.path)
        except (ChainruleError, OSError) as error:
            self.say(str(error))

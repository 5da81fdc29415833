"""What the equation editor asks of the window: drafts kept on disk and offered again, networks saved by name."""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QMessageBox

from engine.errors import ChainruleError, DataError
from engine.exchange.networks import own_network_files
from engine.exchange.opening import Opening
from engine.exchange.own_networks import check_own_name, save_own_network
from engine.exchange.regular_file import read_bytes
from engine.exchange.safe_write import safe_write
from engine.exchange.user_folder import made_folder, user_folder
from engine.language.limits import LONGEST_TEXT
from explorer.command import Request
from explorer.field import Ask, Field
from explorer.scenery.drafts import DRAFTS, Draft
from explorer.store import Store
from explorer.window.ask_dialog import AskDialog

LARGEST_DRAFT = 8 * LONGEST_TEXT
KIND = "drafts"
_FIELDS = ("source", "network", "text", "series")


def draft_path(draft: Draft) -> Path:
    """The file of a draft, whatever characters its source is made of."""
    name = hashlib.sha256("\n".join(map(str, draft.key)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return user_folder(KIND) / f"{name}.json"


def kept_drafts() -> tuple[Draft, ...]:
    """The drafts on disk, the newest last; what is no draft is left alone."""
    found = []
    try:
        paths = sorted(user_folder(KIND).glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    except OSError:
        return ()
    for path in paths:
        try:
            held = json.loads(read_bytes(path, limit=LARGEST_DRAFT))
            source, network, text, series = (held[name] for name in _FIELDS)
        except (DataError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if all(isinstance(part, str) for part in (source, network, text)) and type(series) is int:
            found.append(Draft(source, network, text, series))
    return tuple(found)


class EditingEffects:
    """Performs the effects that concern the editor, for one window; `focus` gives the stage the keys,
    `saved` takes the words that say where a network is now.
    """

    def __init__(self, window: QMainWindow, store: Store, *, say: Callable[[str], None]) -> None:
        self._window, self._store, self._say = window, store, say
        self.focus: Callable[[], None] = lambda: None
        self.saved: Callable[[str], None] = lambda words: None
        self._told = False
        self.performers: Mapping[str, Callable[[object], object]] = {
            "edit-equations": self._edit,
            "keep-draft": self._keep,
            "drop-draft": self._drop,
            "save-network": self._save,
        }
        DRAFTS.clear()
        self._recovered = kept_drafts()
        for draft in self._recovered:
            DRAFTS.keep(draft)
        store.changed.connect(self._offer)

    def _edit(self, argument: object) -> None:
        self._store.run(Request("choose-stage", "editor"))
        self.focus()

    def _keep(self, argument: object) -> None:
        """In memory at once, and on disk, so that neither a crash nor a power cut takes what was typed."""
        if not isinstance(argument, Draft):
            return
        for old in DRAFTS.keep(argument):
            self._drop(old)
        try:
            made_folder(KIND)
            safe_write(draft_path(argument), json.dumps(asdict(argument)).encode())
        except ChainruleError as error:
            if not self._told:  # once: every key press would say it again
                self._told = True
                self._say(f"What you type is kept only while this window is open. {error}")

    def _drop(self, argument: object) -> None:
        if isinstance(argument, Draft):
            DRAFTS.drop(argument)
            with suppress(OSError):
                draft_path(argument).unlink(missing_ok=True)

    def _offer(self) -> None:
        """Drafts of a window that was closed, or broke off, are offered once the first scene is there."""
        self._store.changed.disconnect(self._offer)
        if not self._recovered:
            return
        newest = self._recovered[-1]
        names = ", ".join(dict.fromkeys(Path(draft.source).stem for draft in self._recovered))
        box = QMessageBox(self._window)
        box.setObjectName("drafts")
        box.setWindowTitle("Equations")
        box.setText(f"Equations were typed and not saved: {names}. They stand in the editor again when it is opened.")
        show = box.addButton(f"Open {Path(newest.source).stem}", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Later", QMessageBox.ButtonRole.RejectRole)
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show.clicked.connect(lambda: self._return_to(newest))
        box.open()

    def _return_to(self, draft: Draft) -> None:
        scene = self._store.scene
        if scene is not None and scene.state.opening.source != draft.source:
            self._store.run(Request("open", Opening(draft.source, network=draft.network)))
        self._edit(None)

    def _save(self, argument: object) -> None:
        """Asks for a name without holding up the window; one that cannot be is not taken."""
        if not isinstance(argument, Draft):
            return
        usual = Path(argument.source).stem
        text = usual if not check_own_name(usual) else f"my_{usual.replace('.', '_')}"
        field = Field("save-network", argument, text, lambda name: check_own_name(name.strip()))
        label = f"Name (letters, digits, _ and -), kept in {user_folder('networks')}:"
        dialog = AskDialog(Ask("Save network", label, field), self._window, self._named)
        dialog.setObjectName("network-name")
        dialog.open()

    def _named(self, request: Request) -> None:
        match request.argument:
            case (Draft() as draft, str() as name):
                self.save_as(name, draft)

    def save_as(self, name: str, draft: Draft, *, over: bool = False) -> None:
        """Saves the text as `name`, which may replace a network of one's own only after asking, and opens nothing."""
        if name in own_network_files() and not over and not check_own_name(name):
            self._ask_over(name, draft)
            return
        try:
            save_own_network(name, draft.text)
        except (ChainruleError, OSError) as error:
            self._say(str(error))
            return
        for kept in DRAFTS.all():
            if kept.text == draft.text:
                self._drop(kept)
        self.saved(f"saved; File ▸ Open built-in ▸ {name}, or: chainrule {name}")

    def _ask_over(self, name: str, draft: Draft) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("replace-network")
        box.setWindowTitle("Save network")
        box.setText(f"You have a network called {name} already.")
        replace = box.addButton("Replace it", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        replace.clicked.connect(lambda: self.save_as(name, draft, over=True))
        box.open()

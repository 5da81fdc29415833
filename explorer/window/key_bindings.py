"""Key bindings: the key map of this person, kept between sessions, and put on the commands at once."""

import json
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal

from explorer.command import Command
from explorer.keymap import Keymap, Keys, changed, given_back, keys_in_force, preset_named

PRESET, CHANGES = "keys/preset", "keys/changes"
MOST_KEYS, LONGEST_KEY = 8, 60


class KeyBindings(QObject):
    """Keeps `commands` (those of the store) bound to the keys in force; `rebound` says that they are others now."""

    rebound = Signal()

    def __init__(self, commands: dict[str, Command], settings: QSettings | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.commands = commands
        self._declared = tuple(commands.values())
        self._settings = settings
        self.keymap = _stored(settings) if settings is not None else Keymap()
        self._bind()

    def _bind(self) -> None:
        keys = keys_in_force(self._declared, self.keymap)
        self.commands.update({each.name: replace(each, keys=keys[each.name]) for each in self._declared})

    @property
    def keys(self) -> dict[str, Keys]:
        """The keys in force."""
        return {name: command.keys for name, command in self.commands.items()}

    def choose(self, keymap: Keymap) -> None:
        """Takes another key map, and keeps it."""
        self.keymap = keymap
        self._bind()
        if self._settings is not None:
            self._settings.setValue(PRESET, keymap.preset)
            self._settings.setValue(CHANGES, json.dumps({name: list(keys) for name, keys in keymap.changes.items()}))
        self.rebound.emit()

    def choose_preset(self, name: str) -> None:
        """Takes the keys of another preset; what the person changed stays on top of it."""
        self.choose(replace(self.keymap, preset=preset_named(name).name))

    def change(self, name: str, keys: Keys) -> None:
        """Gives a command other keys, and takes them from whoever had them."""
        self.choose(changed(self.keymap, name, keys))

    def reset(self, name: str) -> None:
        """Gives a command the keys of the preset again."""
        self.choose(given_back(self.keymap, name))

    def reset_all(self) -> None:
        """Forgets everything that was changed; the preset stays."""
        self.choose(replace(self.keymap, changes={}))

    def is_changed(self, name: str) -> bool:
        """Whether the person gave the command keys of its own."""
        return name in self.keymap.changes


def _stored(settings: QSettings) -> Keymap:
    """What was kept; a file that somebody has spoilt gives what of it can be used."""
    try:
        read = json.loads(str(settings.value(CHANGES, "{}")))
    except (ValueError, RecursionError):
        read = {}
    changes = {
        str(name): tuple(key for key in keys[:MOST_KEYS] if isinstance(key, str) and 0 < len(key) <= LONGEST_KEY)
        for name, keys in (read.items() if isinstance(read, dict) else ())
        if isinstance(keys, list)
    }
    return Keymap(preset_named(str(settings.value(PRESET, ""))).name, changes)

"""The key map: which keys each command has, by a preset of some other debugger and by what the person changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from explorer.command import Command

Keys = tuple[str, ...]
_MODIFIERS = ("ctrl", "alt", "shift", "meta")
_NAMES = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdown", "delete": "del", "insert": "ins"}


@dataclass(frozen=True, slots=True)
class Preset:
    """The keys of another debugger: those that differ from what the commands declare; unknown names do no harm."""

    name: str
    title: str
    keys: Mapping[str, Keys] = field(default_factory=dict)


PRESETS = (
    Preset("visual-studio", "Chainrule, Visual Studio"),
    Preset(
        "qt-creator",
        "Qt Creator",
        {
            "full-screen": ("Ctrl+Shift+F11",),
            "palette": ("Ctrl+K", "Ctrl+Shift+P"),
            "redo": ("Ctrl+Shift+Z",),
            "stage-next": ("Ctrl+Tab", "Ctrl+PgDown"),
            "stage-previous": ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
        },
    ),
    Preset(
        "pycharm",
        "PyCharm",
        {
            "step-over": ("F8",),
            "back-over": ("Alt+F8",),
            "step-into": ("F7",),
            "back-into": ("Alt+F7",),
            "step-out": ("Shift+F8",),
            "back-out": ("Alt+Shift+F8",),
            "run-to": ("Alt+F9",),
            "continue": ("F9",),
            "reverse-continue": ("Alt+Shift+F9",),
            "toggle-breakpoint": ("Ctrl+F8",),
            "train": ("Shift+F10",),
            "train-one": ("F10",),
            "train-epoch": ("Ctrl+F10",),
            "train-until": ("Ctrl+Shift+F10",),
            "palette": ("Ctrl+Shift+A", "Ctrl+Shift+P"),
            "redo": ("Ctrl+Shift+Z",),
        },
    ),
    Preset(
        "thonny",
        "Thonny",
        {
            "step-over": ("F6",),
            "back-over": ("Alt+F6",),
            "step-into": ("F7",),
            "back-into": ("Alt+F7",),
            "step-out": ("Shift+F7",),
            "back-out": ("Alt+Shift+F7",),
            "continue": ("F8",),
            "reverse-continue": ("Alt+F8",),
            "run-to": ("Ctrl+F8",),
            "train": ("F5",),
            "train-one": ("Shift+F5",),
            "train-epoch": ("Ctrl+F5",),
            "train-until": ("Ctrl+Shift+F5",),
            "next-pane": ("F10",),
            "previous-pane": ("Shift+F10",),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Keymap:
    """A preset, and on top of it what the person changed: no keys at all are a change as well."""

    preset: str = PRESETS[0].name
    changes: Mapping[str, Keys] = field(default_factory=dict)


def canonical(key: str) -> str:
    """One way to write a key, whatever the order of its modifiers: "Shift+Alt+F11" is alt+shift+f11."""
    *modifiers, last = key.removesuffix("+").split("+") if key.endswith("+") else key.split("+")
    if key.endswith("+"):
        modifiers, last = [part for part in (*modifiers, last) if part], "+"
    held = {part.strip().lower() for part in modifiers}
    name = last.strip().lower()
    return "+".join([*(part for part in _MODIFIERS if part in held), _NAMES.get(name, name)])


def preset_named(name: str) -> Preset:
    """The preset of that name; the first one for a name that does not exist."""
    return next((preset for preset in PRESETS if preset.name == name), PRESETS[0])


def keys_in_force(commands: Iterable[Command], keymap: Keymap) -> dict[str, Keys]:
    """The keys of every command, from what they declare, the preset, and what was changed; later ones win.

    Where a preset takes a key from a command that it does not name, that command gets the keys that were set free
    instead, or its own with another modifier, so that none which had a key is left without.
    """
    declared = {command.name: command.keys for command in commands}
    preset = {name: keys for name, keys in preset_named(keymap.preset).keys.items() if name in declared}
    inverse = _taken_over(declared, preset)
    changed = {name: keys for name, keys in keymap.changes.items() if name in declared}
    taken = {canonical(key) for keys in changed.values() for key in keys}
    kept = {
        name: tuple(key for key in keys if canonical(key) not in taken)
        for name, keys in inverse.items()
        if name not in changed
    }
    return {name: changed.get(name, kept.get(name, ())) for name in declared}


def _taken_over(declared: Mapping[str, Keys], preset: Mapping[str, Keys]) -> dict[str, Keys]:
    """A preset put over what is declared."""
    owner = {canonical(key): name for name, keys in preset.items() for key in keys}
    used = set(owner)
    result: dict[str, Keys] = {}
    for name, keys in declared.items():
        result[name] = preset.get(name, tuple(key for key in keys if canonical(key) not in owner))
        used.update(canonical(key) for key in result[name])
    for name, keys in declared.items():
        if keys and not result[name]:
            heirs = (declared[owner[canonical(key)]] for key in keys)
            free = tuple(key for freed in heirs for key in freed if canonical(key) not in used)
            near = (key for key in _alike(keys[0]) if canonical(key) not in used)
            result[name] = free or tuple(islice(near, 1))
            used.update(map(canonical, result[name]))
    return result


def _alike(key: str) -> Iterator[str]:
    """The same key with other modifiers, which are easily remembered."""
    last = canonical(key).rpartition("+")[2] or "+"
    for held in ("Ctrl+", "Ctrl+Shift+", "Ctrl+Alt+", "Alt+Shift+", "Ctrl+Alt+Shift+"):
        yield f"{held}{last.capitalize()}"


def clashes(keys: Mapping[str, Keys]) -> dict[str, tuple[str, ...]]:
    """The keys that more than one command has, with the names of these commands."""
    owners: dict[str, list[str]] = {}
    for name, own in keys.items():
        for key in dict.fromkeys(map(canonical, own)):
            owners.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in owners.items() if len(names) > 1}


def owner_of(key: str, keys: Mapping[str, Keys], *, besides: str = "") -> str:
    """The command that has a key, other than `besides`; empty where none has."""
    wanted = canonical(key)
    return next((name for name, own in keys.items() if name != besides and wanted in map(canonical, own)), "")


def changed(keymap: Keymap, name: str, keys: Keys) -> Keymap:
    """The key map with other keys for one command; whoever had one of them loses it."""
    taken = set(map(canonical, keys))
    others = {
        other: tuple(key for key in own if canonical(key) not in taken)
        for other, own in keymap.changes.items()
        if other != name
    }
    return replace(keymap, changes={**others, name: keys})


def given_back(keymap: Keymap, name: str) -> Keymap:
    """The key map with the preset's keys for one command again."""
    return replace(keymap, changes={other: keys for other, keys in keymap.changes.items() if other != name})

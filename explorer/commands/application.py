"""The application: figures out, undo and redo, help, quitting; what the window does for a command."""

from explorer.command import Command, Effect, Menu


def _effect(name: str, title: str, keys: tuple[str, ...], menu: Menu, tip: str, icon: str = "", group: int = 0) -> Command:
    return Command(name, title, lambda scene, argument: Effect(name, argument), keys, menu, tip, icon, group=group)


APPLICATION = (
    _effect("save-figure", "Save figure…", ("Ctrl+Shift+S",), "File", "Any view or the whole window as PNG, SVG or PDF", "figure", 1),
    _effect("copy-figure", "Copy figure", ("Ctrl+Shift+C",), "File", "The view that has the focus, as a picture", "copy", 1),
    _effect("quit", "Quit", ("Ctrl+Q",), "File", "Close the window", "", 9),
    _effect("undo", "Undo", ("Ctrl+Z",), "Edit", "Takes the last change back", "undo"),
    _effect("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "Does it again", "redo"),
    _effect("full-screen", "Full screen", ("F12",), "View", "Without borders; again goes back", "", 5),
    _effect("story", "What to look at", ("F1",), "Help", "The story of this scenario", "help"),
    _effect("keys", "Keys", ("?",), "Help", "All keys on one page", "help"),
    _effect("about", "About Chainrule", (), "Help", "Version, licences, origin of data", "", 1),
)

"""The application: figures out, undo and redo, help, quitting; what the window does for a command."""

from explorer.command import Command, Effect, Menu


def _effect(
    name: str, title: str, keys: tuple[str, ...], menu: Menu, *, tip: str, icon: str = "", group: int = 0
) -> Command:
    return Command(name, title, lambda scene, argument: Effect(name, argument), keys, menu, tip, icon, group=group)


APPLICATION = (
    _effect(
        "save-figure",
        "Save figure…",
        ("Ctrl+Shift+S",),
        "File",
        icon="figure",
        group=1,
        tip="Any view or the whole window as PNG, SVG or PDF",
    ),
    _effect(
        "copy-figure",
        "Copy figure",
        ("Ctrl+Shift+C",),
        "File",
        icon="copy",
        group=1,
        tip="The view that has the focus, as a picture",
    ),
    _effect("quit", "Quit", ("Ctrl+Q",), "File", tip="Close the window", group=9),
    _effect("undo", "Undo", ("Ctrl+Z",), "Edit", tip="Takes the last change back", icon="undo"),
    _effect("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", tip="Does it again", icon="redo"),
    _effect("full-screen", "Full screen", ("F12",), "View", tip="Without borders; again goes back", group=5),
    _effect("story", "What to look at", ("F1",), "Help", tip="The story of this scenario", icon="help"),
    _effect("about", "About Chainrule", (), "Help", tip="Version, licences, origin of data", group=1),
)

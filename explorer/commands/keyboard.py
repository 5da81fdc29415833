"""The keyboard: the palette of commands, changing keys, and going from pane to pane and from place to place."""

from explorer.command import Command, Effect

TABS = 9


def _effect(name: str, argument: object = None) -> Effect:
    return Effect(name, argument)


def _moving(name: str, title: str, key: str, direction: str, *, tip: str = "") -> Command:
    """A command that moves the focus ring over the picture that has the focus."""
    return Command(
        name,
        title,
        lambda scene, argument: _effect("move-ring", direction),
        (key,),
        "View" if tip else None,
        tip,
        bare=True,
        group=7,
    )


KEYBOARD = (
    Command(
        "palette",
        "All commands…",
        lambda scene, argument: _effect("palette"),
        ("Ctrl+Shift+P",),
        "Help",
        "Type a few letters of a command, a picture, a quantity or a scenario, and press Enter",
    ),
    Command("keys", "Keys", lambda scene, argument: _effect("keys"), ("?",), "Help", "All keys at one look", "help"),
    Command(
        "change-keys",
        "Change keys…",
        lambda scene, argument: _effect("change-keys"),
        (),
        "Help",
        "Keys as in Visual Studio, Qt Creator, PyCharm or Thonny, and keys of your own",
    ),
    Command(
        "next-pane",
        "Next pane",
        lambda scene, argument: _effect("turn-pane", 1),
        ("F6",),
        "View",
        "Gives the keys to the next pane: program, stage, inspector, timeline",
        group=6,
    ),
    Command(
        "previous-pane",
        "Previous pane",
        lambda scene, argument: _effect("turn-pane", -1),
        ("Shift+F6",),
        "View",
        "Gives the keys to the pane before this one",
        group=6,
    ),
    Command(
        "stage-next",
        "Next picture on the stage",
        lambda scene, argument: _effect("turn-stage", 1),
        ("Ctrl+PgDown",),
        "View",
        "The tab at the right of this one",
        group=6,
    ),
    Command(
        "stage-previous",
        "Previous picture on the stage",
        lambda scene, argument: _effect("turn-stage", -1),
        ("Ctrl+PgUp",),
        "View",
        "The tab at the left of this one",
        group=6,
    ),
    *(
        Command(
            f"stage-{number}",
            f"Picture {number} on the stage",
            lambda scene, argument, number=number: _effect("show-tab", number - 1),  # type: ignore[misc]
            (f"Ctrl+{number}",),
        )
        for number in range(1, TABS + 1)
    ),
    _moving(
        "next-place",
        "Next place on the picture",
        "N",
        "next",
        tip="What can be clicked, in reading order; Enter clicks it",
    ),
    _moving("previous-place", "Previous place on the picture", "Shift+N", "previous", tip="The place before this one"),
    *(
        _moving(f"place-{direction}", f"Nearest place {words}", f"Shift+{direction.capitalize()}", direction)
        for direction, words in (("left", "to the left"), ("right", "to the right"), ("up", "above"), ("down", "below"))
    ),
)

"""What a command is: an action that makes a new state from a scene, with its title, keys and place in the menus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from explorer.scene import Scene
from explorer.state import State

Menu = Literal["File", "Edit", "View", "Debug", "Network", "Training", "Help"]


@dataclass(frozen=True, slots=True)
class Effect:
    """Something a command asks the window to do that is no change of state, such as showing a file dialog."""

    name: str
    argument: object = None


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to run a command, made by a spot, a menu, or a key."""

    command: str
    argument: object = None


Outcome = State | Effect | None


@dataclass(frozen=True, slots=True)
class Command:
    """An action. `run(scene, argument)` gives the new state, an effect for the window, or None for nothing to do.

    Keys are written as Qt writes them ("Shift+F11"). Commands with `bare` keys (letters, arrows, Space) act while a
    canvas has the focus, so that text fields and buttons keep those keys. A command without `menu` is only requested
    by spots. `repeats` marks what may be undone as one with its like (steps, scrubbing); `continues` names the command
    whose change it goes on with, to be undone with that (a stroke after its first point). `adds` marks what is added to
    the state that is being computed, where there is one, and so may be asked for faster than runs are made. `anew` runs
    even what is run already: a file that is opened again may have been written meanwhile.
    """

    name: str
    title: str
    run: Callable[[Scene, object], Outcome]
    keys: tuple[str, ...] = ()
    menu: Menu | None = None
    tip: str = ""
    icon: str = ""
    bare: bool = False
    enabled: Callable[[Scene], bool] = lambda scene: True
    checked: Callable[[Scene], bool] | None = None
    group: int = 0
    repeats: bool = False
    continues: str = ""
    adds: bool = False
    anew: bool = False

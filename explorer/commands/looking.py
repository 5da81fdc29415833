"""Looking: theme, zoom, digits, what is folded and which picture stands on the stage."""

from collections.abc import Callable
from dataclasses import replace

from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.turning import with_turned
from explorer.state import DIGITS, ZOOMS, ThemeName


def _theme(name: ThemeName) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: replace(scene.state, theme=name)


def _zoom(step: int) -> Callable[[Scene, object], Outcome]:
    def run(scene: Scene, argument: object) -> Outcome:
        place = ZOOMS.index(scene.state.zoom) if scene.state.zoom in ZOOMS else 0
        return replace(scene.state, zoom=ZOOMS[max(0, min(place + step, len(ZOOMS) - 1))])

    return run


def _digits(step: int) -> Callable[[Scene, object], Outcome]:
    def run(scene: Scene, argument: object) -> Outcome:
        return replace(scene.state, digits=max(DIGITS[0], min(scene.state.digits + step, DIGITS[-1])))

    return run


def _fold(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, folded=scene.state.folded ^ {argument}) if isinstance(argument, str) else None


def _turn(scene: Scene, argument: object) -> Outcome:
    """Another word of a switch that has several: (key, number)."""
    match argument:
        case (str() as key, int() as number) if number >= 0:
            return replace(scene.state, folded=with_turned(scene.state.folded, key, number))
    return None


def _stage(scene: Scene, argument: object) -> Outcome:
    return replace(scene.state, stage=argument) if isinstance(argument, str) else None


def _is_theme(name: ThemeName) -> Callable[[Scene], bool]:
    return lambda scene: scene.state.theme == name


LOOKING = (
    Command(
        "theme-light",
        "Light theme",
        _theme("light"),
        (),
        "View",
        "Dark ink on a light ground",
        checked=_is_theme("light"),
        group=1,
    ),
    Command(
        "theme-dark",
        "Dark theme",
        _theme("dark"),
        (),
        "View",
        "Light ink on a dark ground",
        checked=_is_theme("dark"),
        group=1,
    ),
    Command(
        "theme-system",
        "Theme of the system",
        _theme("system"),
        (),
        "View",
        "As the desktop is set",
        checked=_is_theme("system"),
        group=1,
    ),
    Command(
        "zoom-in",
        "Larger",
        _zoom(1),
        ("Ctrl+=", "Ctrl++"),
        "View",
        "Type, badges and rows together: for the projector",
        group=2,
        enabled=lambda scene: scene.state.zoom < ZOOMS[-1],
    ),
    Command(
        "zoom-out",
        "Smaller",
        _zoom(-1),
        ("Ctrl+-",),
        "View",
        "Type, badges and rows together",
        group=2,
        enabled=lambda scene: scene.state.zoom > ZOOMS[0],
    ),
    Command(
        "more-digits",
        "More digits",
        _digits(1),
        ("Ctrl+.",),
        "View",
        "One decimal more in every number",
        group=3,
        enabled=lambda scene: scene.state.digits < DIGITS[-1],
    ),
    Command(
        "fewer-digits",
        "Fewer digits",
        _digits(-1),
        ("Ctrl+,",),
        "View",
        "One decimal less in every number",
        group=3,
        enabled=lambda scene: scene.state.digits > DIGITS[0],
    ),
    Command(
        "preview",
        "Show the number that runs next",
        lambda scene, argument: replace(scene.state, preview=not scene.state.preview),
        ("Ctrl+P",),
        "View",
        "Turn it off to work it out yourself first",
        checked=lambda scene: scene.state.preview,
        group=4,
    ),
    Command("fold", "Fold or unfold", _fold),
    Command("turn", "Turn a switch", _turn),
    Command("choose-stage", "Choose the picture on the stage", _stage),
)

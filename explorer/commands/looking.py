"""Looking: theme, colours, zoom, digits, motion, what is folded and which picture stands on the stage."""

from collections.abc import Callable
from dataclasses import replace

from explorer.command import Command, Outcome
from explorer.scene import Scene
from explorer.scenery.turning import with_turned
from explorer.state import DIGITS, ZOOMS, Colours, ThemeName

PROJECTOR = (1.5, 2)
"""Zoom and digits that read at eight metres. Source: TOKENS, section 4."""
COLOURS: tuple[tuple[Colours, str, str], ...] = (
    ("tide", "Tide and Orchard", "Blue to ochre for values, violet to green for adjoints"),
    ("harbour", "Harbour and Iris", "Stronger: signs as far apart as they get for every kind of sight"),
    ("graphite", "Graphite", "Lightness alone, for print: 0 in the middle, positive towards ink, negative to paper"),
)


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


def _colours(name: Colours) -> Callable[[Scene, object], Outcome]:
    return lambda scene, argument: replace(scene.state, colours=name)


def _has_colours(name: Colours) -> Callable[[Scene], bool]:
    return lambda scene: scene.state.colours == name


def _projector(scene: Scene, argument: object) -> Outcome:
    """Large and short for a wall, or back to how it was on the desk."""
    state = scene.state
    if state.desk is not None:
        return replace(state, zoom=state.desk[0], digits=state.desk[1], desk=None)
    return replace(state, zoom=PROJECTOR[0], digits=PROJECTOR[1], desk=(state.zoom, state.digits))


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
    *(
        Command(
            f"colours-{name}",
            f"Colours: {title}",
            _colours(name),
            (),
            "View",
            tip,
            checked=_has_colours(name),
            group=2,
        )
        for name, title, tip in COLOURS
    ),
    Command(
        "zoom-in",
        "Larger",
        _zoom(1),
        ("Ctrl+=", "Ctrl++"),
        "View",
        "Type, badges and rows together: for the projector",
        group=3,
        enabled=lambda scene: scene.state.zoom < ZOOMS[-1],
    ),
    Command(
        "zoom-out",
        "Smaller",
        _zoom(-1),
        ("Ctrl+-",),
        "View",
        "Type, badges and rows together",
        group=3,
        enabled=lambda scene: scene.state.zoom > ZOOMS[0],
    ),
    Command(
        "projector",
        "Projector",
        _projector,
        ("Ctrl+Shift+F12",),
        "View",
        "Text and picture alone, 150 %, two decimals; again goes back to what was",
        checked=lambda scene: scene.state.desk is not None,
        group=3,
    ),
    Command(
        "steady",
        "Reduced motion",
        lambda scene, argument: replace(scene.state, steady=not scene.state.steady),
        (),
        "View",
        "The band of what runs next does not glide; everything is where it will be at once",
        checked=lambda scene: scene.state.steady,
        group=5,
    ),
    Command(
        "more-digits",
        "More digits",
        _digits(1),
        ("Ctrl+.",),
        "View",
        "One decimal more in every number",
        group=4,
        enabled=lambda scene: scene.state.digits < DIGITS[-1],
    ),
    Command(
        "fewer-digits",
        "Fewer digits",
        _digits(-1),
        ("Ctrl+,",),
        "View",
        "One decimal less in every number",
        group=4,
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
        group=5,
    ),
    Command("fold", "Fold or unfold", _fold),
    Command("turn", "Turn a switch", _turn),
    Command("choose-stage", "Choose the picture on the stage", _stage),
)

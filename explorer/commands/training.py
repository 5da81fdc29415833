"""Training: run iterations, stop them, save their recording, and travel from one iteration to another."""

from collections.abc import Callable
from dataclasses import replace

from engine.stepping.place import Place
from explorer.command import Command, Effect, Outcome
from explorer.progress import Stop
from explorer.scene import Scene
from explorer.state import Selection, State

Run = Callable[[Scene, object], Outcome]


def _is_resting(scene: Scene) -> bool:
    return scene.can_train and not _runs(scene)


def _runs(scene: Scene) -> bool:
    return scene.progress is not None and scene.progress.running


def _is_recorded(scene: Scene) -> bool:
    return scene.progress is not None


def _effect(name: str) -> Run:
    return lambda scene, argument: Effect(name, argument)


def _train(scene: Scene, argument: object) -> Outcome:
    return Effect("stop-training" if _runs(scene) else "train")


def _go_to_iteration(scene: Scene, argument: object) -> Outcome:
    """Another iteration of the recording, the cursor at the same place of it."""
    if not isinstance(argument, int) or scene.progress is None:
        return None
    iteration = max(0, min(argument, scene.progress.length))
    return replace(scene.state.untouched, iteration=iteration, recording=scene.progress.path)


def _land(scene: Scene, argument: object) -> Outcome:
    """At the number that training stopped at: its iteration, example and moment, right after it is known."""
    if not isinstance(argument, Stop) or scene.progress is None:
        return None
    network, state = scene.network, _go_to_iteration(scene, argument.iteration)
    if not isinstance(state, State):
        return None
    known = argument.name in network.quantities
    return replace(
        state,
        place=Place(argument.position) if argument.position is not None else state.place,
        example=argument.example if argument.example is not None else state.example,
        selection=Selection(argument.name, argument.adjoint, argument.moment, argument.unit) if known else None,
    )


def _moved(by: int) -> Run:
    return lambda scene, argument: _go_to_iteration(scene, scene.state.iteration + by)


def _to_first(scene: Scene, argument: object) -> Outcome:
    return _go_to_iteration(scene, 0)


def _to_newest(scene: Scene, argument: object) -> Outcome:
    return _go_to_iteration(scene, scene.progress.length if scene.progress else 0)


def _forget(scene: Scene, argument: object) -> Outcome:
    """Back to the start; the recording stays on disk."""
    return replace(scene.state.untouched, iteration=0, recording="", place=Place())


def _not_first(scene: Scene) -> bool:
    return _is_recorded(scene) and scene.state.iteration > 0


def _not_newest(scene: Scene) -> bool:
    return scene.progress is not None and scene.state.iteration < scene.progress.length


TRAINING = (
    Command(
        "train",
        "Train",
        _train,
        ("F7",),
        "Training",
        "Runs iterations to where the scenario ends, and records every one; again stops",
        "play",
        enabled=lambda scene: scene.can_train,
        checked=_runs,
        group=0,
    ),
    Command(
        "train-one",
        "Train one iteration",
        lambda scene, argument: Effect("train", 1),
        ("Shift+F7",),
        "Training",
        "One update of the parameters more",
        "over",
        enabled=_is_resting,
        group=0,
    ),
    Command(
        "train-epoch",
        "Train one epoch",
        lambda scene, argument: Effect("train-epoch"),
        ("Ctrl+F7",),
        "Training",
        "Until every example has been seen once more",
        enabled=_is_resting,
        group=0,
    ),
    Command(
        "train-until",
        "Train until…",
        _effect("train-until"),
        ("Ctrl+Shift+F7",),
        "Training",
        "Stops at the first iteration where a condition holds, such as max(abs(d_W_h)) > 100",
        enabled=_is_resting,
        group=0,
    ),
    Command(
        "iteration-on",
        "Next iteration",
        _moved(1),
        ("Ctrl+Shift+Right",),
        "Training",
        "The iteration after this one, the cursor at the same place",
        enabled=_not_newest,
        group=4,
        repeats=True,
    ),
    Command(
        "iteration-back",
        "Previous iteration",
        _moved(-1),
        ("Ctrl+Shift+Left",),
        "Training",
        "The iteration before this one, the cursor at the same place",
        enabled=_not_first,
        group=4,
        repeats=True,
    ),
    Command(
        "first-iteration",
        "First iteration",
        _to_first,
        ("Ctrl+Shift+Home",),
        "Training",
        "Before anything was learnt",
        enabled=_not_first,
        group=4,
    ),
    Command(
        "newest-iteration",
        "Newest iteration",
        _to_newest,
        ("Ctrl+Shift+End",),
        "Training",
        "Where training stands; while it runs, the newest is followed",
        enabled=_not_newest,
        group=4,
    ),
    Command("land", "Go to where training stopped", _land),
    Command("go-to-iteration", "Go to an iteration", _go_to_iteration, repeats=True),
    Command("change-setting", "Change a setting of the update", _effect("change-setting")),
    Command(
        "save-recording",
        "Save recording…",
        _effect("save-recording"),
        ("Ctrl+S",),
        "File",
        "The training run with every iteration, as a file",
        enabled=_is_recorded,
        group=1,
    ),
    Command(
        "forget-training",
        "Start training anew",
        _forget,
        (),
        "Training",
        "Back to the initial parameters; the recording stays on disk",
        enabled=_is_recorded,
        group=5,
    ),
)

"""Opening: scenarios, networks and data files, other seeds and precisions, the threshold and the columns of a table."""

from dataclasses import replace

from engine.exchange.opening import Opening
from engine.exchange.typed_sequence import sequence_input
from engine.run.intervention import within
from engine.stepping.place import Place
from explorer.command import Command, Effect, Outcome
from explorer.field import Ask, Field
from explorer.scene import Scene
from explorer.session import left_session
from explorer.state import State

MOST_MOMENTS = 2000


def _open(scene: Scene, argument: object) -> Outcome:
    """Another source; the cursor starts anew, what concerns the look is kept."""
    opening = Opening(argument) if isinstance(argument, str) else argument
    if not isinstance(opening, Opening):
        return None
    return replace(scene.state.anew(opening), stage="")


def _set_parameters(scene: Scene, argument: object) -> Outcome:
    """The path of a file, or nothing for those that are drawn; before any training."""
    return _again(scene, parameters=argument) if isinstance(argument, str) else None


def _call(scene: Scene, argument: object) -> Outcome:
    """(title, story): a person's own words for what is open."""
    match argument:
        case (str() as title, str() as story):
            return replace(scene.state, title=title, story=story)
    return None


def _again(scene: Scene, **changes: object) -> Outcome:
    """The same source with another setting, before any training; the cursor stays where it is."""
    opening = replace(scene.state.opening, **changes)  # type: ignore[arg-type]
    return replace(scene.state, opening=opening, iteration=0, recording="")


def _next_seed(scene: Scene, argument: object) -> Outcome:
    return _again(scene, seed=scene.prepared.seed + 1)


def _precision(scene: Scene, argument: object) -> Outcome:
    return _again(scene, dtype="float32" if scene.state.opening.dtype == "float64" else "float64")


def _threshold(scene: Scene, argument: object) -> Outcome:
    return _again(scene, threshold=float(argument)) if isinstance(argument, int | float) else None


def _columns(scene: Scene, argument: object) -> Outcome:
    """Toggles a column among the inputs or the targets: ("inputs" | "targets", name); one is always left."""
    series = scene.prepared.series
    if series is None or not isinstance(argument, tuple) or len(argument) != 2:
        return None
    role, name = argument
    if role not in ("inputs", "targets"):
        return None
    inputs, targets = scene.prepared.input_columns, scene.prepared.target_columns
    chosen = inputs if role == "inputs" else targets
    kept = tuple(column for column in series.columns if (column in chosen) != (column == name))
    if not kept:
        return None
    fixed = {"inputs": inputs, "targets": targets, role: kept}
    return _again(scene, inputs=fixed["inputs"], targets=fixed["targets"])


def _as_power(scene: Scene, argument: object) -> Outcome:
    series = scene.prepared.series
    return None if series is None else _again(scene, as_power=series.power is None, threshold=None)


def _sequence(scene: Scene, argument: object) -> Outcome:
    """Other numbers for the only input; the cursor starts anew, and no value put in by hand is kept."""
    numbers = isinstance(argument, tuple) and all(isinstance(number, float) for number in argument)
    if not numbers or not _reads_numbers(scene):
        return None
    opening = replace(scene.state.opening, sequence=argument, moments=None, examples=None)  # type: ignore[arg-type]
    state = replace(scene.state, interventions=(), switched_off=frozenset())
    return replace(state, opening=opening, place=Place(), trail=(), ahead=(), example=0, playing=False)


def _ask_for_moments(scene: Scene, argument: object) -> Outcome:
    now = str(scene.trace.moments or 1)
    field = Field("set-moments", None, now, moments_refusal, f"1 to {MOST_MOMENTS:,}")
    return Effect("ask", Ask("Number of moments", "T, how many moments the network runs over:", field))


def moments_refusal(text: str) -> str:
    """What is wrong with a number of moments, or nothing."""
    whole = text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 9
    return "" if whole and 1 <= int(text) <= MOST_MOMENTS else f"a whole number from 1 to {MOST_MOMENTS:,} is allowed"


def _moments(scene: Scene, argument: object) -> Outcome:
    """(None, what was typed): the same over fewer or more moments; what was put in at a moment beyond is left out."""
    match argument:
        case (None, str() as text) if not moments_refusal(text):
            moments = int(text)
            timed = {quantity.name for quantity in scene.network.quantities.values() if quantity.timed}
            kept = tuple(
                change for change in scene.state.interventions if change.name not in timed or within(change, moments)
            )
            outcome = _again(scene, moments=moments)
            return replace(outcome, interventions=kept) if isinstance(outcome, State) else outcome
    return None


def _typed(scene: Scene, argument: object) -> Outcome:
    """Asks for a sequence, beginning with the one that is read."""
    return Effect("type-sequence", scene.prepared.typed)


def _reads_numbers(scene: Scene) -> bool:
    """Whether what is open is a network, or the scenario with a typed sequence, that reads one number at a moment."""
    return _can_reopen(scene) and scene.prepared.series is None and sequence_input(scene.network) is not None


def _can_reopen(scene: Scene) -> bool:
    """A trace handed over by a script has no source to be opened again."""
    return bool(scene.state.opening.source)


def _has_table(scene: Scene) -> bool:
    return scene.prepared.series is not None and "." in scene.state.opening.source


OPENING = (
    Command("open", "Open a scenario, network or file", _open, anew=True),
    Command(
        "open-file",
        "Open…",
        lambda scene, argument: Effect("open-file"),
        ("Ctrl+O",),
        "File",
        "A network (.net), a table (.csv, rtl_power), a picture, a recording or a figure",
        "open",
    ),
    Command(
        "open-folder",
        "Open folder…",
        lambda scene, argument: Effect("open-folder"),
        ("Ctrl+Shift+O",),
        "File",
        "A folder of pictures, or of one folder for each class",
    ),
    Command(
        "load-parameters",
        "Load parameters…",
        lambda scene, argument: Effect("load-parameters"),
        (),
        "Network",
        "From an .npz or .safetensors file with an array for each parameter",
        enabled=_can_reopen,
        group=1,
    ),
    Command("set-parameters", "Take the parameters of a file", _set_parameters, anew=True),
    Command(
        "save-parameters",
        "Save parameters…",
        lambda scene, argument: Effect("save-parameters"),
        (),
        "Network",
        "Those of this run, with what was put in by hand, as .npz or .safetensors",
        enabled=lambda scene: bool(scene.parameters),
        group=1,
    ),
    Command("open-path", "Open a file", lambda scene, argument: Effect("open-path", argument)),
    Command("call", "Give it a title and a story", _call),
    Command(
        "go-on",
        "Go on where you left",
        lambda scene, argument: Effect("open-path", str(left_session())) if left_session() else None,
        (),
        "File",
        "The session before this one: what was open, put in, watched and noted, and where you stood",
        enabled=lambda scene: left_session() is not None,
    ),
    Command(
        "save-scenario",
        "Save as scenario…",
        lambda scene, argument: Effect("save-scenario"),
        ("Ctrl+Alt+S",),
        "File",
        "Data, network, what was changed and noted, and this place, under a title of your own",
        enabled=_can_reopen,
        group=1,
    ),
    Command(
        "next-seed",
        "Other random numbers",
        _next_seed,
        ("Ctrl+R",),
        "Network",
        "Initial parameters from the next seed",
        group=1,
        enabled=_can_reopen,
    ),
    Command(
        "precision",
        "Single precision (float32)",
        _precision,
        (),
        "Network",
        "float32 instead of float64",
        checked=lambda scene: scene.state.opening.dtype == "float32",
        group=1,
        enabled=_can_reopen,
    ),
    Command(
        "type-sequence",
        "Type a sequence…",
        _typed,
        (),
        "Network",
        "Numbers of your own for the input, one at each moment",
        group=2,
        enabled=_reads_numbers,
    ),
    Command("set-sequence", "Set the typed sequence", _sequence),
    Command(
        "moments",
        "Number of moments…",
        _ask_for_moments,
        (),
        "Network",
        "How long the sequence is: T of the papers",
        group=2,
        enabled=lambda scene: _can_reopen(scene) and scene.trace.moments is not None and not scene.prepared.typed,
    ),
    Command("set-moments", "Set the number of moments", _moments),
    Command("set-threshold", "Set the threshold", _threshold, repeats=True),
    Command("toggle-column", "Choose a column", _columns),
    Command(
        "as-power",
        "Read the table as power in dB",
        _as_power,
        (),
        "Network",
        "Threshold it to occupancy, or scale it",
        enabled=_has_table,
        checked=lambda scene: scene.prepared.series is not None and scene.prepared.series.power is not None,
        group=2,
    ),
)

"""Deriving: the steps of one adjoint on the stage, as LaTeX, and as a worksheet with what was typed into it."""

from dataclasses import replace

from engine.notation.derivation import derivation_latex
from explorer.command import Command, Effect, Outcome
from explorer.scene import Scene
from explorer.scenery.derived import STAGE, WORKSHEET, derivation_of, derived_name
from explorer.state import Selection

MOST_BLANKS, LONGEST_BLANK = 400, 1000


def _show(scene: Scene, argument: object) -> Outcome:
    """The derivation of the adjoint in focus, or of the quantity that is named."""
    known = isinstance(argument, str) and argument in scene.program.adjoints
    selection = Selection(str(argument), adjoint=True) if known else scene.state.selection
    return replace(scene.state, stage=STAGE, selection=selection)


def _worksheet(scene: Scene, argument: object) -> Outcome:
    """Blanks in place of right sides, or back; blanks are shown where they are switched on."""
    return replace(scene.state, stage=STAGE, folded=scene.state.folded ^ {WORKSHEET})


def _fill(scene: Scene, argument: object) -> Outcome:
    """Writes (key, text) into a blank; an empty text clears it."""
    match argument:
        case (str(key), str(text)) if len(key) + len(text) <= LONGEST_BLANK:
            kept = tuple(one for one in scene.state.blanks if one[0] != key)
            added = ((key, text.strip()),) if text.strip() else ()
            return replace(scene.state, blanks=(*kept, *added)[-MOST_BLANKS:])
    return None


def _latex(scene: Scene) -> str:
    return "\n".join((*derivation_latex(derivation_of(scene), scene.program.without_update.network), ""))


def _clear(scene: Scene, argument: object) -> Outcome:
    """Every blank of the adjoint that is shown."""
    begins = f"{derived_name(scene)}/"
    kept = tuple(one for one in scene.state.blanks if not one[0].startswith(begins))
    shown = frozenset(word for word in scene.state.folded if not word.startswith(f"{WORKSHEET}-shown: {begins}"))
    return replace(scene.state, blanks=kept, folded=shown)


DERIVING = (
    Command(
        "derive",
        "Derivation of this adjoint",
        _show,
        menu="Debug",
        tip="The chain rule step by step, for the quantity in focus",
        group=7,
    ),
    Command(
        "worksheet",
        "Worksheet",
        _worksheet,
        menu="Debug",
        tip="The derivation with blanks to fill in, and a check of what was typed",
        checked=lambda scene: WORKSHEET in scene.state.folded,
        group=7,
    ),
    Command(
        "copy-derivation",
        "Copy the derivation as LaTeX",
        lambda scene, argument: Effect("copy-text", _latex(scene)),
        menu="Debug",
        tip="The steps of the adjoint in focus as a document for LaTeX",
        group=7,
    ),
    Command(
        "save-derivation",
        "Save the derivation as LaTeX…",
        lambda scene, argument: Effect("save-text", (f"derivation-{derived_name(scene)}.tex", _latex(scene))),
        menu="Debug",
        tip="The steps of the adjoint in focus as a document for LaTeX, in a file",
        group=7,
    ),
    Command("fill-blank", "Fill in a blank", _fill),
    Command("clear-blanks", "Clear the worksheet", _clear),
)

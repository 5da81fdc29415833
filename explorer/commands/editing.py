"""Editing: the text of a network typed by a person is run, kept, saved, or left."""

from dataclasses import replace

from explorer.command import Command, Effect, Outcome
from explorer.scene import Scene
from explorer.scenery.drafts import Draft


def _run_text(scene: Scene, argument: object) -> Outcome:
    """The text in place of the network's, on the same data where they fit; the cursor starts anew.

    Its own sizes and ops count, so what was asked for of these before does not.
    """
    if not isinstance(argument, str) or not argument.strip():
        return None
    typed = replace(scene.state.opening, text=argument, sizes=(), correlate=None, parameters="")
    return scene.state.anew(typed)


def _keep(scene: Scene, argument: object) -> Outcome:
    return Effect("keep-draft", argument) if isinstance(argument, Draft) else None


def _drop(scene: Scene, argument: object) -> Outcome:
    return Effect("drop-draft", argument) if isinstance(argument, Draft) else None


def _save(scene: Scene, argument: object) -> Outcome:
    """Saves a draft, or without one the text that runs."""
    opening = scene.state.opening
    draft = argument if isinstance(argument, Draft) else Draft(opening.source, opening.network, scene.network.text)
    return Effect("save-network", draft)


def _has_source(scene: Scene) -> bool:
    """A trace handed over by a script has no source to be opened again."""
    return bool(scene.state.opening.source)


EDITING = (
    Command(
        "edit-equations",
        "Edit the equations",
        lambda scene, argument: Effect("edit-equations"),
        ("Ctrl+E",),
        "Network",
        "The network's text, with the backward equations that are derived from it as you type",
        enabled=_has_source,
    ),
    Command(
        "save-network",
        "Save network as…",
        _save,
        (),
        "File",
        "Keep the text that runs under a name of your own, by which it can be opened",
        enabled=_has_source,
    ),
    Command("run-text", "Run the text", _run_text, enabled=_has_source),
    Command("keep-draft", "Keep the draft", _keep),
    Command("drop-draft", "Leave the draft", _drop),
)

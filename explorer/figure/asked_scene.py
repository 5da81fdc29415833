"""The scene that the arguments of `render` ask for: what is opened, changed, compared, and where the cursor stands."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.commands import Refusal
from engine.errors import ChainruleError
from engine.exchange.opening import Opening
from engine.exchange.own_scenarios import SUFFIX as SCENARIO
from engine.exchange.own_scenarios import own_scenarios
from engine.exchange.replaying import Replaying
from engine.exchange.wording import met, shown
from engine.run.intervention import parse_intervention
from explorer.figure.at import At, parse_selection, put_at
from explorer.figure.own_scenario import scenario_state
from explorer.recorded import SUFFIX, progress_of, recorded_state
from explorer.running import make
from explorer.scene import Other, Scene
from explorer.scenery.rivals import rival
from explorer.state import Contrast, State
from explorer.stills import Album

SETTINGS = ("sizes", "seed", "optimiser", "parameters", "sequence")
SETTINGS_LEFT_OUT: tuple[object, ...] = (None, "", (), [])


def asked_scene(options: argparse.Namespace, at: At) -> Scene:
    """What is drawn, in this run or beside another. Raises ChainruleError that names what cannot be used."""
    own = own_scenarios().get(options.source, options.source)
    if str(own).endswith(SCENARIO):
        _refuse_settings(options)
        scene = _saved(options, own)
    elif options.source.endswith(SUFFIX):
        _refuse_settings(options)
        scene = _recorded(options, at)
    else:
        scene = _opened(options, at)
    scene = _in_contrast(_with_rival(_with_changes(scene, options.intervene), options.against), options.contrast)
    if at != At() or not str(own).endswith(SCENARIO):
        scene = put_at(scene, at)
    if options.select is None:
        return scene
    return replace(scene, state=replace(scene.state, selection=parse_selection(options.select, scene)), limits={})


def _refuse_settings(options: argparse.Namespace) -> None:
    """What was saved or recorded has settings of its own: others would be left out without a word."""
    given = next((name for name in SETTINGS if getattr(options, name) not in SETTINGS_LEFT_OUT), None)
    if given is not None:
        raise Refusal(
            f"--{given} counts for scenarios, networks and files of data; {shown(options.source)} has its own"
        )


def _saved(options: argparse.Namespace, path: str | Path) -> Scene:
    """A scenario of one's own, where it was saved unless another place is asked for."""
    state = replace(scenario_state(path), theme=options.theme, colours=options.colours)
    with np.errstate(all="ignore"):
        other = None if state.compared is None else Other(*make(state.compared), state.compared)
        return Scene(state, *make(state.run), other=other)


def _recorded(options: argparse.Namespace, at: At) -> Scene:
    """An iteration of a recording."""
    state = replace(recorded_state(options.source, at.iteration), theme=options.theme, colours=options.colours)
    with closing(Replaying(options.source)) as replaying:
        recording = replaying.recording
        progress = progress_of(recording, stills=Album().stills(recording))
        return Scene(state, *make(state.run, replaying=lambda path: replaying), progress=progress)


def _opened(options: argparse.Namespace, at: At) -> Scene:
    """A scenario, a network or a file, before any training."""
    if at.iteration:
        raise ChainruleError("--at: only iteration=0 exists where no recording of a training run is open")
    opening = Opening(
        options.source,
        sizes=tuple(options.sizes),
        seed=options.seed,
        optimiser=options.optimiser,
        sequence=options.sequence,
        parameters=options.parameters,
    )
    state = State(opening, theme=options.theme, colours=options.colours)
    with np.errstate(all="ignore"):
        return Scene(state, *make(state.run))


def _with_changes(scene: Scene, texts: Sequence[str]) -> Scene:
    """The same with values put in by hand, beside the run without them."""
    if not texts:
        return scene
    put_in = tuple(parse_intervention(text, scene.network) for text in texts)
    state = replace(scene.state, interventions=put_in)
    with np.errstate(all="ignore"):
        made = Scene(state, *make(state.run), progress=scene.progress)
    return replace(made, other=Other(scene.prepared, scene.trace, scene.state.run))


def _with_rival(scene: Scene, text: str) -> Scene:
    """The same beside the run that it is to be compared with."""
    if not text:
        return scene
    try:
        against = rival(scene, text)
    except ChainruleError as error:
        raise Refusal(f"--against {met(text)}: {error}") from error
    with np.errstate(all="ignore"):
        other = Other(*make(against), against)
    return replace(scene, state=replace(scene.state, against=against), other=other, limits={})


def _in_contrast(scene: Scene, contrast: Contrast | None) -> Scene:
    """The same with the numbers of the run that is meant, or with their difference."""
    if contrast is None:
        return scene
    if scene.other is None and contrast != "after":
        raise Refusal(f"--contrast {contrast}: nothing is compared; allowed with --intervene or --against")
    return replace(scene, state=replace(scene.state, contrast=contrast))

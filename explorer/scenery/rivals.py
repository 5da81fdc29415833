"""Rivals: the run that a person wants to compare with, read from a line such as `lstm_peephole_eq24` or `seed 5`."""

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.errors import ChainruleError
from engine.exchange.networks import SUFFIX, load, network_names
from engine.exchange.opening import Opening
from engine.exchange.own_networks import known_networks
from engine.exchange.scenario import scenario_names
from engine.exchange.wording import met
from engine.language.formulas import nearest
from engine.language.network import Network
from engine.run.arrays import DTYPES
from explorer.recorded import recorded_state
from explorer.scene import Scene
from explorer.state import Run

HINT = "lstm_peephole, seed 5, iteration 0, float32, a scenario, a .net or .npz file"
PARAMETERS = (".npz", ".safetensors")
_COUNTED = re.compile(r"(seed|iteration)\s*[=:]?\s*([\d,]{1,15})", re.ASCII | re.IGNORECASE)


def rival(scene: Scene, text: str) -> Run:
    """The run that is meant; it has what was put in by hand as far as it is of the same network.

    Raises ChainruleError that says what is wrong and names what is nearest.
    """
    text = text.strip()
    opening, ours = scene.state.opening, scene.state.run
    if not opening.source:
        raise ChainruleError("a trace that a script made has no source that could be run again")
    found = _COUNTED.fullmatch(text)
    if found is not None:
        number = int(found[2].replace(",", ""))
        if found[1].lower() == "seed":
            return Run(replace(opening, seed=number, parameters=""), ours.interventions)
        return _at_iteration(scene, number)
    if text.lower() in DTYPES:
        if text.lower() == opening.dtype:
            raise ChainruleError(f"this run has {opening.dtype} already")
        if ours.recording:
            raise ChainruleError("a recording is run again in the precision it was trained in")
        return replace(ours, opening=replace(opening, dtype=text.lower()))
    if Path(text).suffix.lower() in PARAMETERS:
        if not Path(text).is_file():
            raise ChainruleError(f"{met(text)}: no such file; allowed is an .npz or .safetensors file of parameters")
        return Run(replace(opening, parameters=text), ours.interventions)
    if text in known_networks() or Path(text).suffix.lower() == SUFFIX:
        return Run(_with_network(scene, text))
    if text in scenario_names():
        return Run(Opening(text, dtype=opening.dtype))
    known = (*known_networks(), *scenario_names(), *DTYPES)
    raise ChainruleError(
        f"{met(text)} is nothing to compare with{nearest(text, known)}; allowed are a network, a scenario, a .net "
        "file, parameters in an .npz or .safetensors file, seed N, iteration N, float32 or float64"
    )


def refusal(scene: Scene, text: str) -> str:
    """What is wrong with what was typed, or nothing."""
    try:
        rival(scene, text)
    except ChainruleError as error:
        return str(error).splitlines()[0]
    return ""


def fitting_networks(scene: Scene) -> tuple[str, ...]:
    """The networks known by name that read the same inputs and targets as the open one."""
    ours = _given(scene.network)
    return tuple(name for name in known_networks() if name != scene.network.name and _reads(name, ours))


def _reads(name: str, wanted: frozenset[tuple[str, str, bool, int]]) -> bool:
    """A file of one's own that cannot be read fits nothing."""
    try:
        return _given(_network(name)) == wanted
    except ChainruleError:
        return False


def _at_iteration(scene: Scene, number: int) -> Run:
    state = scene.state
    if not state.recording:
        raise ChainruleError("no recording of a training run is open: only what was before any training is there")
    length = scene.progress.length if scene.progress is not None else recorded_state(state.recording).iteration
    if number > length:
        raise ChainruleError(f"iteration {number:,} is not there; 0 to {length:,} are")
    return replace(state.run, iteration=number)


def _with_network(scene: Scene, name: str) -> Opening:
    """The same data on another network; a network opened by itself is drawn with the same seed and extent."""
    network, opening = _network(name), scene.state.opening
    wanted, ours = _given(network), _given(scene.network)
    if wanted != ours:
        fitting = ", ".join(fitting_networks(scene)) or "none"
        raise ChainruleError(
            f"{name} reads {_words(wanted)}, this run has {_words(ours)}; "
            f"networks of the same inputs and targets: {fitting}"
        )
    sizes = tuple((size, length) for size, length in opening.sizes if size in network.sizes)
    alone = opening.source in known_networks() or Path(opening.source).suffix.lower() == SUFFIX
    if alone:
        sizes = _same_sizes(scene, network)
        return replace(opening, source=name, sizes=sizes, text="", correlate=None, parameters="")
    return replace(opening, network=name, sizes=sizes, text="", correlate=None, parameters="")


def _same_sizes(scene: Scene, network: Network) -> tuple[tuple[str, int], ...]:
    """The sizes of the open network, as far as the other has them: so that as much as can be has its counterpart."""
    ours = scene.network.sizes
    return tuple((size, ours[size]) for size in network.sizes if size in ours and size != "T")


def _given(network: Network) -> frozenset[tuple[str, str, bool, int]]:
    return frozenset((q.name, q.role, q.timed, len(q.shape)) for q in network.having("input", "target"))


def _words(given: frozenset[tuple[str, str, bool, int]]) -> str:
    return ", ".join(f"{name}{'[t]' if timed else ''} ({role})" for name, role, timed, _ in sorted(given)) or "nothing"


@lru_cache(maxsize=64)
def _built_in(name: str) -> Network:
    return load(name)


def _network(name: str) -> Network:
    """A built-in network is read once, a file each time: it may have been changed."""
    return _built_in(name) if name in network_names() else load(name)

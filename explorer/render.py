"""`render`: one view at one place of a run as a PNG, SVG or PDF, without a window and without a display."""

import argparse
import os
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np

from engine.commands import DONE, Refusal, Subcommand
from engine.errors import ChainruleError
from engine.exchange.opening import Opening
from engine.exchange.own_scenarios import SUFFIX as SCENARIO
from engine.exchange.own_scenarios import own_scenarios
from engine.exchange.replaying import Replaying
from engine.exchange.requests import parse_sequence
from engine.exchange.wording import met, shown
from engine.language.formulas import nearest
from engine.run.intervention import parse_intervention
from explorer.checking import made_checks
from explorer.checks import USUAL, Wish
from explorer.figure.at import AT_HELP, At, parse_at, parse_selection, put_at
from explorer.recorded import SUFFIX, progress_of, recorded_state
from explorer.running import Made, make
from explorer.scene import Other, Scene
from explorer.scenery.contrast import contrasted
from explorer.scenery.rivals import rival
from explorer.state import Colours, Contrast, Run, State
from explorer.stills import Album

if TYPE_CHECKING:
    from explorer.view import View

WINDOW = "window"
WINDOW_SIZE = (1600, 1000)
LONGEST_LETTER = 3
_EXTENT = re.compile(r"(\d{1,6})(?:[x×](\d{1,6}))?", re.ASCII)
_SIZE = re.compile(r"([A-Za-z]\w*)=(\d{1,9})", re.ASCII)
NOTES = (
    AT_HELP
    + """

The same arguments give the same bytes. Text stays text in SVG and PDF. Every file holds its recipe as metadata.
A page of W×H px is W/96 × H/96 inches large in every format; --scale is for PNG: pixels for one px."""
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SCENARIO|NETWORK|FILE", help="what to run: `chainrule list` names what is built in"
    )
    parser.add_argument(
        "--view",
        metavar="NAME",
        required=True,
        help=f"a panel (`chainrule list views`), or {WINDOW} for the whole window",
    )
    parser.add_argument(
        "--at", metavar="'t=5,phase=backward,line=17'", default="", help="where the cursor stands, see below"
    )
    parser.add_argument("--select", metavar="NAME", help="the value or adjoint that is looked at, as in b_phi or eps_s")
    parser.add_argument(
        "--sizes",
        metavar="H=16",
        nargs="+",
        action="extend",
        default=[],
        type=_network_size,
        help="sizes of the network in place of those of the scenario",
    )
    parser.add_argument(
        "--optimiser", metavar="RULES", default="", help="how parameters are updated, as in 'adam eta=0.01'"
    )
    parser.add_argument(
        "--parameters",
        metavar="P.npz|P.safetensors",
        default="",
        help="one array per parameter, by name, in place of seeded ones",
    )
    parser.add_argument("--seed", metavar="N", type=_seed, help="seed of the initial parameters")
    parser.add_argument(
        "--sequence",
        metavar="3,0,1,2",
        type=parse_sequence,
        default=(),
        help="numbers that the only input of a network reads, one at each moment",
    )
    parser.add_argument(
        "--intervene",
        metavar="'b_phi[3,0,2]=1.0'",
        action="append",
        default=[],
        help="put a value in by hand, counted from 0 over (moment, example, unit…); may be given again",
    )
    parser.add_argument(
        "--contrast",
        choices=get_args(Contrast),
        default="after",
        help="with --intervene or --against: this run, the other one, or their difference (default: after)",
    )
    parser.add_argument(
        "--against",
        metavar="'seed 5'",
        default="",
        help="the run to compare with: a network, a scenario, seed N, iteration N of a recording, float32 or float64",
    )
    parser.add_argument(
        "--size",
        metavar="1600x1000",
        type=_extent,
        default=(None, None),
        help="the page in px at 96 to the inch; 1600 alone takes the height that is needed",
    )
    parser.add_argument(
        "--scale", metavar="2", type=_scale, default=1.0, help="pixels of a PNG for one px, 1 to 4 (default: 1)"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="colours (default: light)")
    parser.add_argument(
        "--colours",
        choices=get_args(Colours),
        default="tide",
        help="maps of values and adjoints: tide and orchard, harbour and iris (stronger), graphite (for print in grey)",
    )
    parser.add_argument("--transparent", action="store_true", help="no ground behind the picture")
    parser.add_argument(
        "--no-caption", action="store_true", help="the picture alone, without title, caption and provenance"
    )
    parser.add_argument("--letter", metavar="a", default="", help="the letter of a panel, before the title")
    parser.add_argument("--out", metavar="FIGURE.(png|svg|pdf)", required=True, help="the file to write")


def _run(options: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # never a display: the same picture everywhere
    from explorer.application import all_views, application
    from explorer.figure.export import check_suffix

    check_suffix(options.out)
    at = parse_at(options.at)
    if len(options.letter) > LONGEST_LETTER:
        raise Refusal(f"--letter {met(options.letter)}: at most {LONGEST_LETTER} letters are allowed")
    views = {view.name: view for view in all_views()}
    if options.view not in (*views, WINDOW):
        known = (*views, WINDOW)
        raise Refusal(
            f"--view {met(options.view)}: no view is called so{nearest(options.view, known)} "
            f"(allowed: {', '.join(known)})"
        )
    running = application()  # kept while anything is painted
    scene = _scene(options, at)
    if options.view == WINDOW:
        _save_window(options, scene)
    else:
        _save_view(options, scene, views)
    running.processEvents()
    print(f"wrote {shown(options.out)}")
    return DONE


def _scene(options: argparse.Namespace, at: At) -> Scene:
    own = own_scenarios().get(options.source, options.source)
    if str(own).endswith(SCENARIO):
        scene = _saved(options, own)
    else:
        scene = _recorded(options, at) if options.source.endswith(SUFFIX) else _opened(options, at)
    scene = _with_rival(_with_changes(scene, options.intervene, options.contrast), options.against, options.contrast)
    if at != At() or not str(own).endswith(SCENARIO):
        scene = put_at(scene, at)
    if options.select is None:
        return scene
    return replace(scene, state=replace(scene.state, selection=parse_selection(options.select, scene)), limits={})


def _saved(options: argparse.Namespace, path: str | Path) -> Scene:
    """A scenario of one's own, where it was saved unless another place is asked for."""
    from explorer.figure.own_scenario import scenario_state

    state = replace(scenario_state(path), theme=options.theme, colours=options.colours)
    with np.errstate(all="ignore"):
        other = None if state.compared is None else Other(*make(state.compared))
        return Scene(state, *make(state.run), other=other)


def _recorded(options: argparse.Namespace, at: At) -> Scene:
    """An iteration of a recording."""
    state = replace(recorded_state(options.source, at.iteration), theme=options.theme, colours=options.colours)
    replaying = Replaying(options.source)
    try:
        recording = replaying.recording
        progress = progress_of(recording, stills=Album().stills(recording))
        return Scene(state, *replaying.at(state.iteration), progress=progress)
    finally:
        replaying.close()


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


def _with_changes(scene: Scene, texts: Sequence[str], contrast: Contrast) -> Scene:
    """The same with values put in by hand, beside the run without them."""
    if not texts:
        return scene
    put_in = tuple(parse_intervention(text, scene.network) for text in texts)
    state = replace(scene.state, interventions=put_in, contrast=contrast)
    with np.errstate(all="ignore"):
        made = Scene(state, *make(state.run), progress=scene.progress)
    return replace(made, other=Other(scene.prepared, scene.trace, scene.state.run))


def _with_rival(scene: Scene, text: str, contrast: Contrast) -> Scene:
    """The same beside the run that it is to be compared with."""
    if not text:
        return scene
    try:
        against = rival(scene, text)
    except ChainruleError as error:
        raise Refusal(f"--against {met(text)}: {error}") from error
    with np.errstate(all="ignore"):
        other = Other(*_made(against), against)
    return replace(scene, state=replace(scene.state, against=against, contrast=contrast), other=other, limits={})


def _made(run: Run) -> Made:
    """What a run is made of; a recording is let go at once."""
    if not run.recording:
        return make(run)
    with closing(Replaying(run.recording)) as replaying:
        return replaying.at(run.iteration, run.interventions)


def _save_view(options: argparse.Namespace, scene: Scene, views: dict[str, "View"]) -> None:
    from explorer.figure.export import save_figure
    from explorer.figure.request import Figure
    from explorer.theme.tokens import theme

    view = views[options.view]
    if view.checks:
        scene = replace(scene, checks=made_checks(scene.state.run, scene.trace, Wish(USUAL[scene.trace.dtype.name])))
    scene = contrasted(scene, of_one_run=view.of_one_run)
    if not view.suits(scene):
        suiting = [other.name for other in views.values() if other.suits(scene)]
        raise Refusal(
            f"--view {view.name} cannot show {options.source}; views that can: {', '.join(suiting) or 'none'}"
        )
    width, height = options.size
    save_figure(
        Figure(
            view,
            scene,
            theme(options.theme, options.colours),
            width=width,
            height=height,
            scale=options.scale,
            transparent=options.transparent,
            caption=not options.no_caption,
            letter=options.letter,
        ),
        options.out,
    )


def _save_window(options: argparse.Namespace, scene: Scene) -> None:
    """The real window, laid out without being shown anywhere, and taken apart again before this returns."""
    from PySide6.QtCore import Qt
    from shiboken6 import delete

    from explorer.application import make_window
    from explorer.figure.export import save_widget
    from explorer.figure.recipe import recipe, recipe_text

    if options.transparent:
        raise Refusal(f"--transparent: the whole window has a ground; leave it out, or take a view other than {WINDOW}")
    width, height = (given or usual for given, usual in zip(options.size, WINDOW_SIZE, strict=True))
    window = make_window(scene.state, at_once=True)
    try:
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(width, height)
        if (window.width(), window.height()) != (width, height):
            raise Refusal(f"--size {width}x{height}: the window needs at least {window.width()}x{window.height()} px")
        window.show()
        made = recipe(scene, None, theme=options.theme, width=width, height=height, scale=options.scale)
        save_widget(window, options.out, scale=options.scale, title=window.windowTitle(), recipe=recipe_text(made))
    finally:
        window.store.close()
        window.close()
        delete(window)  # a window that is still there when the interpreter ends can crash it


def _extent(text: str) -> tuple[int, int | None]:
    found = _EXTENT.fullmatch(text)
    if not found or not int(found[1]) or found[2] == "0":
        raise argparse.ArgumentTypeError(
            f"{met(text)} is no size of a picture, as in 1600x1000 or 1600 (the size of the network is --sizes H=16)"
        )
    return int(found[1]), int(found[2]) if found[2] else None


def _network_size(text: str) -> tuple[str, int]:
    found = _SIZE.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"{met(text)} is no size of a network, as in H=16 (the size of the picture is --size 1600x1000)"
        )
    return found[1], int(found[2])


def _scale(text: str) -> float:
    try:
        value = float(text)
        if 1 <= value <= 4:
            return value
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{met(text)} is no scale; allowed are 1 to 4")


def _seed(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{met(text)} is no seed; allowed are whole numbers from 0")
    return int(text)


RENDER = Subcommand(
    "render",
    "draw one view at one place of a run into a PNG, SVG or PDF",
    _arguments,
    _run,
    example="chainrule render occupancy --view cell --at t=11,phase=backward,line=17 --out cell.svg",
    notes=NOTES,
)

"""`render`: one view at one place of a run as a PNG, SVG or PDF, without a window and without a display."""

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.commands import DONE, Refusal, Subcommand
from engine.exchange.wording import met, shown
from engine.language.formulas import nearest
from explorer.checking import made_checks
from explorer.checks import USUAL, Wish
from explorer.figure.arguments import NOTES, WINDOW, add_arguments
from explorer.figure.at import parse_at
from explorer.scene import Scene
from explorer.scenery.contrast import contrasted

if TYPE_CHECKING:
    from explorer.view import View

WINDOW_SIZE = (1600, 1000)
LONGEST_LETTER = 3


def _run(options: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # never a display: the same picture everywhere
    from explorer.application import all_views, application
    from explorer.figure.asked_scene import asked_scene
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
    scene = asked_scene(options, at)
    if options.view == WINDOW:
        _save_window(options, scene)
    else:
        _save_view(options, scene, views)
    running.processEvents()
    print(f"wrote {shown(options.out)}")
    return DONE


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


RENDER = Subcommand(
    "render",
    "draw one view at one place of a run into a PNG, SVG or PDF",
    add_arguments,
    _run,
    example="chainrule render occupancy --view cell --at t=11,phase=backward,line=17 --out cell.svg",
    notes=NOTES,
)

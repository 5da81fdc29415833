"""The film of a kernel: frames in the colours of their checkpoints on one scale, and clicks that travel there."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.recipes import recipe_of
from engine.exchange.replaying import Replaying
from engine.recording.recording import Recording
from explorer.command import Request
from explorer.commands.training import TRAINING
from explorer.recorded import progress_of, recorded_state
from explorer.scene import Scene
from explorer.state import Selection, State
from explorer.stills import Album
from explorer.theme.numbers import format_number
from explorer.theme.tokens import LIGHT
from explorer.view import Frame
from explorer.views.kernels import VIEW
from explorer.views.kernels.choices import APART
from explorer.views.kernels.film import Strip, Take, _fitting, film_of
from explorer.views.kernels.layout import lay_out
from explorer.views.kernels.parts import kernels_of
from tests.engine.recording.recordings import grown

LENGTH = 12


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> tuple[str, list]:
    """A short training on small colour pictures, and all its checkpoints."""
    path = tmp_path_factory.mktemp("film") / "run.chainrule"
    opened = open_course(Opening("planes_small"))
    with Recording.create(path, recipe_of(opened), opened.course) as recording:
        checkpoints = grown(recording, LENGTH, course=opened.course)
    return str(path), checkpoints


@pytest.fixture(scope="module")
def scene(recorded) -> Scene:
    """The recording at iteration 5."""
    path, _ = recorded
    replaying = Replaying(path)
    state = recorded_state(path, 5)
    progress = progress_of(replaying.recording, stills=Album().stills(replaying.recording))
    made = Scene(state, *replaying.at(5), progress=progress)
    replaying.close()
    return made


def strip_of(scene: Scene, name: str, *, width: float = 1150.0) -> Strip:
    page = lay_out(Frame(width, 500.0, scene, LIGHT))
    strip = next(section.film for section in page.sections if section.kernels.name == name)
    assert strip is not None
    return strip


@pytest.mark.parametrize("entry", [(0, 0, 0, 0), (3, 2, 1, 2)])
def test_every_frame_is_its_checkpoint_on_one_scale(scene, recorded, picture, entry):
    """Pixel by pixel: rows, columns, map and channel of the chosen kernel, all frames on the scale of the largest."""
    chosen = replace(scene, state=replace(scene.state, selection=Selection("K2", False, None, entry)))
    strip = strip_of(chosen, "K2")
    image, _ = picture(VIEW, chosen)
    checkpoints = recorded[1]
    film = [checkpoints[take.iteration].parameters["K2"][entry[0], :, :, entry[3]] for take in strip.film.takes]
    assert [take.iteration for take in strip.takes] == list(range(LENGTH + 1))
    assert strip.film.scale.limit == max(np.abs(numbers).max() for numbers in film)
    for place, row, column in np.ndindex(len(film), 3, 3):
        wanted = LIGHT.map("value").colour(strip.film.scale.fraction(float(film[place][row, column])))
        centre = strip.grid.cell_rect(place, row, column).center()
        assert image.pixelColor(int(centre.x()), int(centre.y())) == wanted, (place, row, column)


def test_kernels_of_three_channels_are_filmed_in_colour(scene, recorded, picture):
    """Grey is zero, and full is the largest weight of any frame; by channel where that was chosen."""
    strip = strip_of(scene, "K1")
    image, _ = picture(VIEW, scene)
    limit = max(np.abs(point.parameters["K1"][0]).max() for point in recorded[1][: LENGTH + 1])
    assert strip.film.scale.limit == limit
    numbers = recorded[1][7].parameters["K1"][0, 2, 1]
    wanted = QColor(*(round((float(part) / limit + 1.0) * 127.5) for part in numbers))
    centre = strip.grid.cell_rect(7, 2, 1).center()
    met = image.pixelColor(int(centre.x()), int(centre.y()))
    assert max(abs(met.red() - wanted.red()), abs(met.green() - wanted.green()), abs(met.blue() - wanted.blue())) <= 1
    apart = replace(scene, state=replace(scene.state, folded=frozenset({APART.key})))
    assert strip_of(apart, "K1").film.channel == 0


def test_norm_and_bias_stand_below_each_frame(scene, recorded, picture):
    """As sums over the checkpoint of that iteration say them."""
    chosen = replace(scene, state=replace(scene.state, selection=Selection("K2", False, None, (2, 0, 0, 1))))
    _, spots = picture(VIEW, chosen)
    strip = strip_of(chosen, "K2")
    for place in (0, 6, LENGTH):
        found = recorded[1][place].parameters
        norm, bias = float(np.sqrt((found["K2"][2] ** 2).sum())), float(found["theta2"][2])
        assert strip.takes[place].rows(digits=3) == (
            str(place), format_number(norm, digits=3, signed=False), format_number(bias, digits=3),
        )  # fmt: skip
        spot = next(s for s in reversed(spots) if s.rect.contains(strip.grid.tile(place).center()))
        assert f"bias {format_number(bias, digits=8)}" in spot.tip


def test_a_click_on_a_frame_travels_to_its_iteration(scene, picture, spot_at):
    """All frames but the one that is shown; the command lands on that iteration of the recording."""
    _, spots = picture(VIEW, scene)
    strip = strip_of(scene, "K1")
    for place, take in enumerate(strip.takes):
        centre = strip.grid.tile(place).center()
        spot = spot_at(spots, centre.x(), centre.y())
        if take.iteration == 5:
            assert spot is None
            continue
        assert spot is not None and spot.request == Request("go-to-iteration", take.iteration)
        command = next(command for command in TRAINING if command.name == "go-to-iteration")
        state = command.run(scene, take.iteration)
        assert isinstance(state, State) and (state.iteration, state.recording) == (
            take.iteration,
            scene.state.recording,
        )


def test_the_iteration_that_is_shown_has_a_frame_where_no_checkpoint_is(scene):
    """Its kernels are those of the run; the first, the newest and the shown frame stay where room is scarce."""
    assert scene.progress is not None
    stills = tuple(still for still in scene.progress.stills if still.iteration != 5)
    thinned = replace(scene, progress=replace(scene.progress, stills=stills))
    film = film_of(thinned, kernels_of(thinned, "K2"), 1, 3)
    assert film is not None
    take = next(take for take in film.takes if take.iteration == 5)
    assert np.array_equal(take.numbers, scene.trace.values["K2"][1, :, :, 3])
    few = [take.iteration for take in strip_of(thinned, "K2", width=420.0).takes]
    assert few[0] == 0 and few[-1] == LENGTH and 5 in few and len(few) < LENGTH
    assert strip_of(thinned, "K2", width=420.0).column(len(few) - 1).right() <= 420.0


def test_where_two_runs_are_contrasted_the_film_is_of_this_one(scene):
    """The frame that no checkpoint has is not that of the differences which the rest of the page shows."""
    assert scene.progress is not None
    stills = tuple(still for still in scene.progress.stills if still.iteration != 5)
    contrast = replace(scene.trace, values={name: 0.0 * array for name, array in scene.trace.values.items()})
    both = replace(scene, progress=replace(scene.progress, stills=stills), trace=contrast, apart=scene.trace)
    film = film_of(both, kernels_of(both, "K2"), 1, 3)
    assert film is not None
    take = next(take for take in film.takes if take.iteration == 5)
    assert np.array_equal(take.numbers, scene.trace.values["K2"][1, :, :, 3])


def test_without_a_recording_a_line_says_how_to_get_one(scene, picture):
    """On the screen, not in a figure, and not where nothing can be trained."""
    bare = replace(scene, progress=None)
    assert lay_out(Frame(730.0, 500.0, bare, LIGHT)).hint is not None
    assert lay_out(Frame(730.0, 500.0, bare, LIGHT, figure=True)).hint is None
    assert lay_out(Frame(730.0, 500.0, scene, LIGHT)).hint is None
    script = replace(bare, state=replace(bare.state, opening=Opening("")))
    assert lay_out(Frame(730.0, 500.0, script, LIGHT)).hint is None


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [420.0, 730.0, 1150.0])
def test_all_stands_inside_the_picture(scene, picture, look, width):
    image, spots = picture(VIEW, scene, width=width, look=look)
    for spot in spots:
        assert spot.rect.right() <= width + 1.0 and spot.rect.bottom() <= image.height() + 1.0, spot.tip


@pytest.mark.parametrize("count", [1, 2, 3, 8, 11, 15])
@pytest.mark.parametrize("room", [3, 5, 8, 10, 14])
def test_frames_that_do_not_all_fit_are_spread_over_the_whole(count, room):
    """First, newest and shown are among them, most places are taken, and no neighbours are much farther apart."""
    takes = tuple(Take(10 * number, np.zeros((2, 2)), 1.0, None) for number in range(count))
    for shown in takes:
        found = [take.iteration // 10 for take in _fitting(takes, shown.iteration, room)]
        assert len(found) <= room and found[0] == 0 and found[-1] == count - 1
        assert shown.iteration // 10 in found and found == sorted(set(found))
        assert len(found) >= min(count, max(2, round(0.75 * room) - 1))
        gaps = np.diff(found)
        assert len(gaps) == 0 or max(gaps) <= -(-count // max(1, room - 2)) + 1

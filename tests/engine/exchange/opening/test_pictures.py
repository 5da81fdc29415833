"""Pictures open on a network that fits them, run, and train; what a network cannot read is refused in one line."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import ChainruleError
from engine.exchange.courses import open_course
from engine.exchange.networks import network_text
from engine.exchange.opening import Opening, Prepared, prepare
from engine.exchange.pictures import original as original_module
from engine.exchange.recipes import recipe_of, recorded_course
from engine.exchange.replaying import Replaying
from engine.recording.continuing import continued
from engine.recording.recording import Recording
from engine.training.course import after
from tests.engine.exchange.pictures.drawn_files import save, speckled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty pictures: twelve cats, ten dogs, eight birds, and a broken one."""
    for name, count in (("cats", 12), ("dogs", 10), ("birds", 8)):
        for number in range(count):
            save(tmp_path / "animals" / name / f"{number}.png", speckled(number, 30, 40))
    (tmp_path / "animals" / "cats" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not")
    return tmp_path / "animals"


def sizes(prepared: Prepared) -> tuple[int, ...]:
    return tuple(prepared.network.sizes[name] for name in ("rows", "columns", "channels", "outputs"))


def test_a_folder_of_classes(folder: Path):
    prepared = prepare(Opening(str(folder)))
    assert (prepared.title, prepared.network.name, sizes(prepared)) == ("animals", "cnn_classes", (28, 28, 3, 3))
    assert prepared.inputs["X"].shape == (16, 28, 28, 3) and prepared.pool["X"].shape == (30, 28, 28, 3)
    assert prepared.pool["d"].sum(axis=0).tolist() == [8, 12, 10] and len(prepared.origins) == 30
    assert prepared.labels["d"] == prepared.labels["y"] == ("birds", "cats", "dogs")
    for words in (
        "birds (8), cats (12), dogs (10)",
        "28 × 28 pixels in colour",
        "at least 75 % of each",
        "cats/broken.jpg",
    ):
        assert words in prepared.story
    for place, origin in enumerate(prepared.origins):
        assert origin.startswith(prepared.labels["d"][int(prepared.pool["d"][place].argmax())] + "/")
    assert np.isfinite(prepared.run().values["E"]).all()


@pytest.mark.parametrize(
    ("network", "asked", "expected"),
    [
        ("", {"rows": 20, "columns": 36}, (20, 36, 3, 3)),
        ("", {"channels": 1}, (28, 28, 1, 3)),
        ("cnn_small", {}, (14, 14, 3, 3)),
        ("cnn_small", {"channels": 1, "maps1": 2}, (14, 14, 1, 3)),
    ],
)
def test_sizes_that_are_asked_for_win(folder: Path, network: str, asked: dict[str, int], expected: tuple[int, ...]):
    prepared = prepare(Opening(str(folder), tuple(asked.items()), network=network))
    assert sizes(prepared) == expected
    prepared.run()


def test_a_network_of_ones_own_reads_pictures_of_its_size(folder: Path, tmp_path: Path):
    text = network_text("cnn_classes").replace("input(rows, columns, channels)", "input(20, 36, 1)")
    (tmp_path / "own.net").write_text(text.replace("kernel, channels)", "kernel, 1)"))
    prepared = prepare(Opening(str(folder), network=str(tmp_path / "own.net")))
    assert prepared.inputs["X"].shape == (16, 20, 36, 1)
    prepared.run()


@pytest.mark.parametrize(("network", "target"), [("cnn_small", (1,)), ("cnn_classes", (2,))])
def test_two_classes_are_one_number_or_two(folder: Path, tmp_path: Path, network: str, target: tuple[int, ...]):
    (tmp_path / "two").mkdir()
    for name in ("cats", "dogs"):
        (folder / name).rename(tmp_path / "two" / name)
    prepared = prepare(Opening(str(tmp_path / "two"), network=network))
    assert prepared.inputs["d"].shape[1:] == target and prepared.labels["d"] == ("cats", "dogs")
    assert prepared.pool["d"].sum() == (10 if target == (1,) else 22)


@pytest.mark.parametrize("network", ["cnn_classes", "cnn_small"])
def test_one_picture_has_nothing_to_be_told_from_and_says_so(folder: Path, network: str):
    prepared = prepare(Opening(str(folder / "dogs" / "3.png"), network=network))
    assert prepared.title == "3.png" and prepared.labels["d"] == ("3", "other")
    assert "every target says 3" in prepared.story and prepared.inputs["X"].shape[0] == 1
    trace = prepared.run()
    assert np.isfinite(trace.values["E"]).all() and trace.adjoints["X"].any()


@pytest.mark.parametrize("what", ["animals", "animals/dogs", "animals/dogs/3.png"])
def test_training_goes_on_from_what_was_opened(folder: Path, tmp_path: Path, what: str):
    """One iteration changes the parameters, is recorded with the source, and comes again from the recording."""
    plan = open_course(Opening(str(tmp_path / what), optimiser="adam eta=0.01"))
    with Recording.create(tmp_path / "run.chainrule", recipe_of(plan), plan.course) as recording:
        assert recording.recipe["opening"]["source"] == str(tmp_path / what)
        before = plan.course.first
        trace = plan.course.run(before)
        following = after(trace, before)
        assert np.isfinite(trace.loss)
        assert not np.array_equal(following.parameters["K1"], before.parameters["K1"])
        again = recorded_course(recording)
    assert np.array_equal(again.run(before).values["E"], trace.values["E"])


def test_an_iteration_names_the_pictures_it_ran_on(folder: Path, tmp_path: Path):
    """Not those that were shown before training began."""
    plan = open_course(Opening(str(folder), optimiser="adam eta=0.01"))
    with Recording.create(tmp_path / "run.chainrule", recipe_of(plan), plan.course) as recording:
        next(continued(plan.course, plan.course.first, recording))
    replaying = Replaying(str(tmp_path / "run.chainrule"))
    try:
        prepared, _ = replaying.at(1)
    finally:
        replaying.close()
    picked = plan.course.batches.of(1).tolist()
    assert picked != list(range(16)) and len(prepared.originals) == 16
    for example, place in enumerate(picked):
        assert np.array_equal(prepared.inputs["X"][example], plan.course.pool["X"][place])
        assert prepared.origin(example) == prepared.origins[place]
        original = prepared.original(example)
        assert (original is None) is (place >= 16)
        assert original is None or prepared.origin(example).startswith(original.name + ", ")


def test_only_files_have_originals_and_no_more_than_are_shown(folder: Path, tmp_path: Path, monkeypatch):
    shown = prepare(Opening(str(folder), examples=3))
    assert len(shown.originals) == 3 and all(original is not None for original in shown.originals)
    monkeypatch.setattr(original_module, "MOST", 2)
    assert len(prepare(Opening(str(folder), examples=5)).originals) == 2
    np.savez(tmp_path / "six.npz", X=np.zeros((6, 30, 30), np.uint8))
    assert prepare(Opening(str(tmp_path / "six.npz"))).originals == ()
    assert prepare(Opening("garments")).originals == ()


def test_what_was_skipped_is_handed_on(folder: Path):
    prepared = prepare(Opening(str(folder)))
    assert prepared.left_out == 1 and [skipped.name for skipped in prepared.skipped] == ["cats/broken.jpg"]
    assert "broken" in prepared.skipped[0].reason


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ({"network": "mlp"}, "network mlp reads x; pictures can be read by one with an input X of rows, columns and"),
        ({"network": "lstm"}, "network lstm reads x[t]"),
        ({"sizes": (("channels", 2),)}, "reads 2 channels; pictures have 1 (grey) or 3 (colour)"),
        ({"sizes": (("outputs", 5),)}, "takes d of shape (5,)"),
        ({"sizes": (("rows", 5), ("columns", 5))}, "windows of 2 × 2 must divide"),
        ({"sizes": (("rows", 9000), ("columns", 9000))}, "at most"),
        ({"sizes": (("Q", 5),)}, "no size is called 'Q'"),
        ({"examples": 31}, "31 examples asked for; there are 30"),
        ({"threshold": -90.0}, "holds pictures"),
        ({"inputs": ("a",)}, "holds pictures"),
        ({"moments": 3}, "holds pictures"),
        ({"sequence": (1.0,)}, "reads data of its own"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(folder: Path, opening: dict, words: str):
    with pytest.raises(ChainruleError) as refusal:
        prepare(Opening(str(folder), **opening))
    assert words in str(refusal.value) and "\n" not in str(refusal.value)

"""What every dataset keeps: the same seed gives the same examples, all alike in shape, each entry with its name."""

from typing import Any

import numpy as np
import pytest

from engine.errors import DataError
from engine.exchange.datasets import MOST_EXAMPLES, Examples, datasets, draw_examples

NAMES = tuple(datasets())
READ = ("characters", "fashion")  # written or photographed by somebody; all others are made up
COUNT, MOMENTS = 20, 16


def draw(name: str, seed: int = 3, **settings: Any) -> Examples:
    return draw_examples(name, seed=seed, count=COUNT, moments=MOMENTS, settings=settings)


def test_the_promised_datasets_are_there():
    promised = {"adding", "reber", "characters", "spirals", "xor", "planes", "garments", "fashion"}
    assert promised <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_examples(name: str):
    """Drawn anew, not taken from what was kept."""
    dataset = datasets()[name]
    first, again, other = (dataset.draw(seed, COUNT, MOMENTS, dataset.settings).inputs for seed in (3, 3, 4))
    assert first.keys() == again.keys()
    assert all(first[key].tobytes() == again[key].tobytes() for key in first)
    changed = any(first[key].tobytes() != other[key].tobytes() for key in first)
    assert changed is (name != "characters"), "a text is not drawn at random"


@pytest.mark.parametrize("name", NAMES)
def test_every_array_holds_all_examples_as_finite_numbers(name: str):
    examples = draw(name)
    assert examples.count == COUNT and examples.note.endswith(".")
    for array in examples.inputs.values():
        assert array.dtype == np.float64 and np.isfinite(array).all()
        assert array.shape[:2] == (MOMENTS, COUNT) if examples.timed else array.shape[0] == COUNT
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("name", NAMES)
def test_labels_name_every_entry(name: str):
    """One word an entry, or two for an entry that is 0 or 1; what is predicted is called as its target is."""
    examples = draw(name)
    for key, words in examples.labels.items():
        assert len(set(words)) == len(words)
        if key == "y":
            assert words == examples.labels["d"]
        else:
            entries = examples.inputs[key].shape[-1]
            assert len(words) == entries or (entries == 1 and len(words) == 2)


@pytest.mark.parametrize("name", NAMES)
def test_a_dataset_says_what_it_is(name: str):
    """What nobody measured, wrote or photographed is called synthetic, and nothing else is."""
    assert datasets()[name].summary
    assert draw(name).note.startswith("Synthetic") is (name not in READ)


@pytest.mark.parametrize("name", NAMES)
def test_padding_is_masked(name: str):
    """Where m is 0 nothing is asked for."""
    inputs = draw(name).inputs
    if "m" in inputs:
        assert set(np.unique(inputs["m"])) <= {0.0, 1.0}
        assert not inputs["d"][inputs["m"] == 0].any()
        assert (inputs["m"].sum(axis=0) >= 1).all()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "adition", "count": 3}, "no dataset is called 'adition'; did you mean 'adding'?"),
    ({"name": "xor", "count": 0}, "count is 0; allowed are 1 to 20,000"),
    ({"name": "xor", "count": MOST_EXAMPLES + 1}, "count is 20,001"),
    ({"name": "adding", "count": 3, "moments": 0}, "moments is 0"),
    ({"name": "adding", "count": 3, "moments": 1}, "1 moments and shortest = 0.9 met"),
    ({"name": "adding", "count": 3, "moments": 9, "settings": {"shortest": 2.0}}, "shortest = 2 met"),
    ({"name": "xor", "count": 3, "settings": {"nois": 0.1}}, "no setting is called 'nois' (there are: noise)"),
    ({"name": "xor", "count": 3, "settings": {"noise": "much"}}, "noise is 'much'; allowed is one like 0.2"),
    ({"name": "reber", "count": 3, "settings": {"noise": 1}}, "(there are: none)"),
    ({"name": "reber", "count": 3, "moments": 7}, "at least 8 are needed"),
    ({"name": "planes", "count": 3, "settings": {"pixels": 7}}, "7 × 7 pixels asked for; allowed are 8 to 64"),
    ({"name": "garments", "count": 3, "settings": {"pixels": 65}}, "65 × 65 pixels"),
    ({"name": "characters", "count": 3, "settings": {"file": "../x.txt"}}, "file is '../x.txt'; allowed are house"),
    ({"name": "fashion", "count": 751}, "601 pictures of one part asked for; at most 600 are there"),
    ({"name": "fashion", "count": 500, "settings": {"held_back": 0.5}}, "250 pictures of one part asked for"),
    (
        {"name": "fashion", "count": 9, "settings": {"held_back": -1.0}},
        "held_back is -1; allowed is a share",
    ),
    ({"name": "fashion", "count": 9, "settings": {"held_back": float("nan")}}, "held_back is nan"),
    ({"name": "characters", "count": 3, "moments": 1000, "settings": {"file": 5}}, "file is '5'"),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_can_not_be_drawn_is_refused_in_one_line(asked: dict[str, Any], words: str):
    with pytest.raises(DataError) as refusal:
        draw_examples(**asked)
    assert words in str(refusal.value) and "\n" not in str(refusal.value)

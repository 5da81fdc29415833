"""The product that is stepped to: kept among the words of the state, one at a time, whatever a recipe may hold."""

import pytest

from engine.exchange.opening import Opening
from explorer.scenery.products import PREFIX, chosen_product, with_product
from explorer.state import State


@pytest.mark.parametrize("number", [0, 7, -3])
def test_one_product_is_kept_beside_the_other_words(number):
    folded = with_product(with_product(frozenset({"kernels: by norm"}), 4), number)
    assert len(folded) == 2 and chosen_product(State(Opening(""), folded=folded)) == number
    assert with_product(folded, None) == {"kernels: by norm"}


@pytest.mark.parametrize("word", ["", "x", "1" * 5000, "1.5", "--1", "٣"])
def test_what_is_no_number_is_none(word):
    assert chosen_product(State(Opening(""), folded=frozenset({PREFIX + word}))) is None

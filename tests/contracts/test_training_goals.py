"""Every scenario that trains comes to what it states, from its own seed, in as many iterations as it states."""

import numpy as np
import pytest

from engine.exchange.courses import open_course
from engine.exchange.opening import Opening
from engine.exchange.scenario import find_scenario, scenario_names
from engine.training.course import advanced
from engine.training.validation import validated

FULL_SIZE = "planes"  # takes a minute: `chainrule train planes`
NAMES = [name for name in scenario_names() if find_scenario(name).training]


@pytest.mark.parametrize("name", [name for name in NAMES if name != FULL_SIZE])
def test_a_scenario_comes_to_its_goal(name):
    opened = open_course(Opening(name))
    with np.errstate(all="ignore"):
        last = advanced(opened.course, opened.course.first, opened.iterations)
    loss, accuracy = validated(opened.course, last)
    assert opened.goal is not None
    assert opened.goal.reached(loss, accuracy), f"{opened.goal.words}: loss {loss:.4g}, accuracy {accuracy:.4g}"


def test_only_the_network_at_its_full_size_is_left_out():
    assert open_course(Opening(FULL_SIZE)).course.program.network.parameter_count == 1_234_793

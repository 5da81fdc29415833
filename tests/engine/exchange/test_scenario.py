"""Scenarios: each names an existing network and tells a story; unknown names are refused with the nearest."""

import pytest

from engine.errors import DataError
from engine.exchange.networks import network_names
from engine.exchange.scenario import find_scenario, scenario_names


def test_names_are_sorted_and_apart_from_those_of_networks():
    """One name opens one thing."""
    names = scenario_names()
    assert "occupancy" in names and list(names) == sorted(names)
    assert not set(names) & set(network_names())


@pytest.mark.parametrize("name", scenario_names())
def test_each_scenario_tells_a_story_about_an_existing_network(name: str):
    scenario = find_scenario(name)
    assert scenario.name == name and scenario.title and scenario.network in network_names()
    assert len(scenario.story.split()) > 20
    assert scenario.moments > 1 and scenario.examples > 0 and scenario.spread > 0 and scenario.seed >= 0


def test_an_unknown_scenario_is_refused_with_the_nearest():
    with pytest.raises(DataError, match="did you mean 'occupancy'"):
        find_scenario("ocupancy")

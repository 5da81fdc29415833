"""The words of a numeric check: it agrees, it differs, or there is a kink."""

from dataclasses import replace

from engine.checking.report import NumberCheck
from explorer.scenery.numeric import outcome_of

FOUND = NumberCheck("K", None, None, (0, 1, 2, 0), 0.25, 0.25 + 1e-10, 1e-12)


def test_agreement_is_told_with_its_error():
    outcome = outcome_of(FOUND, digits=4)
    assert outcome.icon == "check"
    assert outcome.said[0] == "+0.250000 · rel. error 4e−10" and outcome.inline[0] == "checked, 4e−10"
    assert "agrees" in outcome.tip and "certain to ±1e−12" in outcome.tip


def test_what_differs_has_a_cross():
    outcome = outcome_of(replace(FOUND, derived=0.3), digits=4)
    assert (outcome.icon, outcome.inline[0]) == ("cross", "differs, 0.167")
    assert "differs" in outcome.tip


def test_at_a_kink_there_is_nothing_to_compare():
    outcome = outcome_of(replace(FOUND, smooth=False, derived=9.0), digits=4)
    assert outcome.icon == "triangle" and outcome.said == ("a kink: no derivative here",)

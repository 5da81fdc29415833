"""Breakpoints go into a file and come out as they were; whatever else a file holds is refused in one line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DataError
from engine.exchange.breakpoints import (
    MOST,
    breakpoints_text,
    parse_breakpoints,
    read_breakpoints,
    write_breakpoints,
)
from engine.stepping.breakpoint import Breakpoint

LINES = st.text(st.characters(exclude_categories=("C", "Z")), max_size=60)
BREAKPOINTS = st.builds(Breakpoint, LINES, st.booleans(), LINES, LINES, st.booleans(), LINES)


@given(st.lists(BREAKPOINTS, max_size=5))
def test_they_come_out_as_they_went_in(breakpoints):
    assert parse_breakpoints(breakpoints_text(breakpoints)) == tuple(breakpoints)


def test_a_file_of_them(tmp_path):
    breakpoints = (Breakpoint("b_φ", hits=">=3"), Breakpoint(condition="abs(eps_s) < 1e-6", enabled=False))
    path = tmp_path / "mine.json"
    write_breakpoints(path, breakpoints)
    assert read_breakpoints(path) == breakpoints
    assert json.loads(path.read_text())["breakpoints"][1] == {"condition": "abs(eps_s) < 1e-6", "enabled": False}


def held(*records, **more):
    return json.dumps({"chainrule": "breakpoints", "version": 1, "breakpoints": list(records)} | more)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read as JSON"),
        ("[" * 100_000, "cannot be read as JSON"),
        ("[]", "holds no breakpoints"),
        ('{"chainrule": "notes"}', "holds no breakpoints"),
        (held(version=2), "has version '2'; this Chainrule reads version 1"),
        (held(version=True), "has version 'True'"),
        (held(version="1\n2"), "has version '1\\n2'"),
        (held(colour="red"), "'colour' is not known here"),
        (held(breakpoints={}), "must be a list of at most 1000"),
        (held(*[{}] * (MOST + 1)), "must be a list of at most 1000"),
        (held({}, 3), "breakpoint 2: allowed is an object, met '3'"),
        (held({"nam": "s"}), "breakpoint 1: nothing is called 'nam'; did you mean 'name'?"),
        (held({"name": 1}), "name must be a text, met '1'"),
        (held({"adjoint": 1}), "adjoint must be true or false, met '1'"),
        (held({"enabled": None}), "enabled must be true or false"),
        (held({"log": "x" * 5000}), "log has 5000 characters; at most 4096"),
        (held({"condition": "s > 1\n"}), "holds the character U+000A"),
        ('{"chainrule": "breakpoints", "version": NaN}', "NaN is no value here"),
        ('{"chainrule": "breakpoints", "chainrule": "breakpoints"}', "a name occurs twice"),
    ],
)
def test_what_is_refused(text, said):
    with pytest.raises(DataError) as caught:
        parse_breakpoints(text, "mine.json")
    assert str(caught.value).startswith("mine.json")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"none\.json: no such file"):
        read_breakpoints(tmp_path / "none.json")

"""Frozen records as plain data: they come back as they were, and what nobody wrote so is refused in words."""

import json

import pytest

from engine.errors import DataError
from engine.exchange.opening import Opening
from engine.run.intervention import Intervention, Span
from engine.stepping.place import Place
from explorer.records import plain_of, record_of
from explorer.state import Contrast, Note, Run, Selection

NOTE = Note("why so small?", Place(12, 1), Selection("s", True, 3, (1, 0)), 2, 40)
RUN = Run(Opening("lstm", sizes=(("H", 3),), sequence=(1.0, 2.0)), (Intervention("s", (Span(1, 3), None, 0), 0.5),), 7)


@pytest.mark.parametrize("record", [NOTE, RUN, Run(Opening("rnn"))])
def test_a_record_comes_back_from_json_as_it_was(record):
    assert record_of(type(record), json.loads(json.dumps(plain_of(record))), "it") == record


def test_sets_and_tuples_of_records_come_back():
    off = frozenset(RUN.interventions)
    assert record_of(frozenset[Intervention], json.loads(json.dumps(plain_of(off))), "it") == off


def test_a_field_that_was_not_there_then_takes_its_default():
    plain = plain_of(NOTE)
    del plain["iteration"]
    assert record_of(Note, plain, "it").iteration == 0


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (int, True, "it is 'True', allowed is one int"),
        (int, 10**15, "allowed is one int"),
        (float, float("nan"), "allowed is one float"),
        (str, "x" * 100_000, "allowed is one str"),
        (Contrast, "sideways", "allowed is after or before or difference"),
        (tuple[int, ...], {"a": 1}, "allowed is a list"),
        (tuple[str, int], ["a"], "allowed is a list of 2"),
        (Note, {"place": {}}, "it: text is missing"),
        (Note, [], "allowed is a table"),
        (Note, {"text": "a", "place": {"position": "x"}}, "it: place: position is 'x'"),
        (int | None, "x", "allowed is one int"),
    ],
)
def test_what_is_no_such_record_is_refused_in_words(kind, data, words):
    with pytest.raises(DataError, match=words):
        record_of(kind, data, "it")

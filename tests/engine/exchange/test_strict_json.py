"""JSON is read as it is written, and refused in few words where it says two things or none."""

import pytest

from engine.exchange.strict_json import parse_json


def test_plain_data_is_read():
    assert parse_json('{"a": [1, 2.5, null, "x"], "b": {"a": true}}') == {"a": [1, 2.5, None, "x"], "b": {"a": True}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "a name occurs twice"),
        ('[{"a": 1, "a": 1}]', "a name occurs twice"),
        ("[NaN]", "NaN is no value here"),
        ("-Infinity", "-Infinity is no value here"),
        ("[" * 100_000, "nested too deeply"),
        ("", "Expecting value"),
    ],
)
def test_the_rest_is_refused_in_few_words(text, words):
    with pytest.raises(ValueError, match=words):
        parse_json(text)

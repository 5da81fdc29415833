"""Typed sequences: read as they are written, refused in words, and read by the networks that can."""

import pytest

import engine
from engine.errors import DataError
from engine.exchange.opening import Opening, prepare
from engine.exchange.typed_sequence import LONGEST_SEQUENCE, read_sequence, sequence_input, write_sequence


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3,0,1,2", (3.0, 0.0, 1.0, 2.0)),
        (" 3, 0  1;2 ", (3.0, 0.0, 1.0, 2.0)),
        ("-1.5 .5 1e-3 \N{MINUS SIGN}2", (-1.5, 0.5, 0.001, -2.0)),
        ("7", (7.0,)),
    ],
)
def test_read(text, numbers):
    """Commas, semicolons and spaces part numbers; what is written out is read back as the same numbers."""
    assert read_sequence(text) == numbers
    assert read_sequence(write_sequence(numbers)) == numbers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing met"),
        ("1,,2", "place 2 is ''"),
        ("1,x", "place 2 is 'x'; allowed are numbers"),
        ("1 nan", "place 2 is 'nan'"),
        ("inf", "place 1 is 'inf'"),
        ("0x1", "place 1"),
        ("1_0", "place 1"),
        ("\N{ARABIC-INDIC DIGIT ONE}", "place 1"),
        ("1e300", "allowed is up to"),
        ("1e9999", "place 1"),
        ("1," * LONGEST_SEQUENCE + "1", "at most"),
    ],
)
def test_refused(text, message):
    """One line that names the place."""
    with pytest.raises(DataError, match=message) as caught:
        read_sequence(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("source", ["counter", "counting"])
def test_any_sequence_is_counted(source):
    """Problem 6.4: at each 0 the output is how many inputs were 1 or more so far, else it is 0."""
    numbers = (2.0, 0.0, 0.0, 1.0, 7.0, 1.0, 0.0, 0.0, 3.0, 0.0)
    trace = prepare(Opening(source, sequence=numbers)).run()
    wanted = [sum(number >= 1 for number in numbers[:t]) if numbers[t] == 0 else 0 for t in range(len(numbers))]
    assert trace.value("x")[:, 0].tolist() == list(numbers)
    assert trace.value("h")[:, 0].tolist() == wanted


def test_who_reads_a_sequence():
    """One input of one number at each moment, whatever its shape; targets are seeded."""
    found = {name: sequence_input(engine.load(name)) is not None for name in engine.network_names()}
    assert found["counter"] and found["rnn_mtap"] and found["one_gate"] and found["lstm_peephole"]
    assert not (found["mlp"] or found["scalar_graph"] or found["cnn_small"])
    prepared = prepare(Opening("rnn_mtap", sequence=(1.0, 0.5, 2.0)))
    assert prepared.inputs["x"].tolist() == [[1.0], [0.5], [2.0]] and prepared.inputs["d"].shape == (3, 1)


@pytest.mark.parametrize(
    ("opening", "message"),
    [
        (Opening("mlp", sequence=(1.0,)), "mlp reads x"),
        (Opening("occupancy", sequence=(1.0,)), "data of its own"),
        (Opening("counter", sequence=(1.0,), moments=3), "leave moments and examples out"),
        (Opening("counter", sequence=(1.0,), examples=2), "leave moments and examples out"),
        (Opening("counter", sequence=(float("nan"),)), "finite numbers"),
    ],
)
def test_where_none_can_be_typed(opening, message):
    with pytest.raises(DataError, match=message):
        prepare(opening)

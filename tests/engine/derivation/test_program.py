"""A program: its sections in order, one line for what each reader of the paper calls an equation."""

from collections import Counter

import engine
from engine.derivation.program import Section
from engine.notation.lines import line_text

ORDER = ("forward", "loss", "backward", "parameters", "inputs")


def written(text: str, *sections: Section) -> list[str]:
    network = engine.parse(text)
    return [line_text(line, network) for line in network.program.section(*sections)]


def test_sections_follow_each_other_and_lines_are_numbered():
    for name in engine.network_names():
        lines = engine.load(name).program.lines
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        assert [ORDER.index(line.section) for line in lines] == sorted(ORDER.index(line.section) for line in lines)
        assert Counter(line.section for line in lines)["loss"] == 1


def test_every_value_and_adjoint_has_the_line_that_makes_it():
    for network in engine.network_names():
        program = engine.load(network).program
        for quantity in program.network.having("defined"):
            assert program.line_of[quantity.name, False].name == quantity.name
        for name in program.adjoints:
            if name != program.network.objective:
                line = program.line_of[name, True]
                assert name in (line.name, *line.along)


def test_a_text_that_names_no_adjoint_keeps_a_line_for_each():
    text = "x: input()\na = w * x\nb = tanh(a)\ny = b ** 2"
    assert written(text, "backward") == ["∂y/∂b = 2 b", "∂y/∂a = tanh'(a) ∂y/∂b"]


def test_a_text_that_names_some_writes_the_others_out():
    text = 'adjoints("a -> delta")\nx: input()\na = w * x\nb = tanh(a)\ny = b ** 2'
    assert written(text, "backward") == ["δ = 2 b tanh'(a)"]


def test_an_adjoint_read_twice_keeps_its_line():
    """It would otherwise be computed, and read, twice."""
    text = 'adjoints("y -> eps")\nx: input()\nz: input()\na = x * z\ny = a ** 2'
    assert "∂y/∂a = 2 a" in written(text, "backward")


def test_what_stands_outside_time_collects_over_moments():
    """A quantity without t that is read at every moment gets one line after the last."""
    network = engine.parse("x[t]: input()\nscale = exp(w)\nh[t] = scale * x[t]\nE[t] = h[t] ** 2")
    lines = {line.name: line_text(line, network) for line in network.program.section("backward", "parameters")}
    assert lines["scale"] == "∂E/∂scale = Σ_t x[t] ∂E/∂h[t]"
    assert lines["w"] == "∂E/∂w = exp(w) ∂E/∂scale"
    trace = engine.run(network.program, inputs={"x": [1.0, 2.0]}, parameters={"w": 0.0})
    assert trace.adjoint("scale").tolist() == [10.0]
    assert float(trace.adjoint("w")) == 10.0

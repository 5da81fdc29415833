"""Kernels as they stand or turned: asked for of scenarios, built-in networks and files, recorded, and had again."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import ChainruleError
from engine.exchange.courses import open_course
from engine.exchange.networks import network_text
from engine.exchange.opening import Opening, prepare
from engine.exchange.recipes import opening_of, recipe_of, recorded_course
from engine.language.turning import sliding_ops
from engine.recording.recording import Recording


@pytest.mark.parametrize("source", ["conv_lesson", "planes_small", "file"])
def test_the_op_changes_and_the_numbers_do_not(source, tmp_path):
    """Whatever is opened: the same inputs and parameters, the other op, and other values behind it."""
    if source == "file":
        path = tmp_path / "own.net"
        path.write_text(network_text("cnn_small"), encoding="utf-8")
        source = str(path)
    plain = prepare(Opening(source))
    made = prepare(Opening(source, correlate=True))
    assert sliding_ops(plain.network) == {"conv"}
    assert sliding_ops(made.network) == {"xcorr"}
    assert dict(made.network.sizes) == dict(plain.network.sizes)
    assert all(np.array_equal(array, made.inputs[name]) for name, array in plain.inputs.items())
    assert all(np.array_equal(array, made.parameters[name]) for name, array in plain.parameters.items())
    assert (made.program.update is None) == (plain.program.update is None)
    assert plain.run().loss != made.run().loss
    again = prepare(Opening(source, correlate=False))
    assert again.network.text == plain.network.text


def test_where_nothing_slides_it_is_refused():
    with pytest.raises(ChainruleError, match="correlate counts for networks with conv or xcorr; mlp has neither"):
        prepare(Opening("mlp", correlate=True))


def test_it_is_part_of_a_recording(tmp_path):
    """The recording keeps the field and the text that ran; one from before there was such a field opens as well."""
    opening = Opening("planes_small", correlate=True)
    opened = open_course(opening)
    path = tmp_path / "turned.chainrule"
    with Recording.create(path, recipe_of(opened), opened.course) as recording:
        assert opening_of(recording) == opening
        assert sliding_ops(recorded_course(recording).program.network) == {"xcorr"}
    old = recipe_of(open_course(replace(opening, correlate=None)))
    del old["opening"]["correlate"]
    with Recording.create(tmp_path / "old.chainrule", old, open_course(Opening("planes_small")).course) as recording:
        assert opening_of(recording) == Opening("planes_small")
        assert sliding_ops(recorded_course(recording).program.network) == {"conv"}


def test_backward_equations_follow():
    """The derived adjoint of a kernel is that of the op that ran, as the program prints it."""
    lines = {correlate: str(prepare(Opening("conv_lesson", correlate=correlate)).program.line_of["K", True].expression)
             for correlate in (False, True)}  # fmt: skip
    assert "kernel_conv" in lines[False] and "kernel_xcorr" in lines[True]

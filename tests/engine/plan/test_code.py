"""The code a plan runs: it can be read, it is what runs, and no name in it comes from a user."""

import ast
import inspect
import pkgutil

import numpy as np
import pytest

import engine
import engine.plan
from engine.plan.arrays import Extent
from engine.plan.planning import plan
from tests.engine.plan.agreement import made_up

EXTENT = Extent(5, 2, np.dtype("float64"))


@pytest.mark.parametrize("name", engine.network_names())
def test_what_is_printed_is_what_runs(name):
    """The text with its remarks, compiled by itself, fills the same arrays."""
    network = engine.load(name)
    planned = plan(network.program, Extent(5 if network.timed else None, 2, np.dtype("float64")))
    given = {**made_up(network), **network.initialise(seed=1)}
    first, second = planned.storage(), planned.storage()
    planned.run(first, given)
    space: dict = {}
    exec(compile(planned.text, "<printed>", "exec"), space)  # noqa: S102 - made by the plan
    for one, array in given.items():
        second.values[one][...] = array
    space["compute"](second.bound, None, None)
    assert all(np.array_equal(first.adjoints[one], array) for one, array in second.adjoints.items())


def test_every_equation_has_a_block():
    network = engine.load("lstm_peephole")
    text = plan(network.program, EXTENT).text
    for line in network.program.lines:
        assert line.section == "loss" or f"    # {line.number}  " in text


def test_names_of_a_text_cannot_become_code():
    """Quantities may be called as the code's own names are; each keeps a name of its own."""
    text = (
        "x[t]: input()\nput[t] = x[t] * zip\nnp[t] = put[t] + multiply * np[t-1]\n"
        "bound[t] = np[t] * compute\nE[t] = bound[t] ** 2"
    )
    network = engine.parse(text)
    planned = plan(network.program, EXTENT)
    tree = ast.parse(planned.text)
    assert [type(node) for node in tree.body] == [ast.FunctionDef]
    bound = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    assert not {"zip", "compute", "put"} & set(bound) and len(bound) == len(set(bound))


def test_the_plan_knows_no_network():
    """Neither a network's name nor a name of its text stands anywhere in the plan's own code."""
    modules = [f"engine.plan.{info.name}" for info in pkgutil.iter_modules(engine.plan.__path__)]
    sources = [inspect.getsource(__import__(name, fromlist=["_"])) for name in modules]
    words = {word for source in sources for node in ast.walk(ast.parse(source)) for word in _strings(node)}
    names = {*engine.network_names(), "b_phi", "a_iota", "eps_c", "theta_k", "W_k"}
    assert not any(name in word for name in names - {"mlp", "rnn"} for word in words)
    assert not {"mlp", "rnn"} & words


def _strings(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name):
        yield node.id


def test_plans_are_made_once():
    program = engine.load("rnn").program
    assert plan(program, EXTENT) is plan(program, Extent(5, 2, np.dtype("float64")))
    assert plan(program, EXTENT) is not plan(program, Extent(6, 2, np.dtype("float64")))
    assert plan(program, EXTENT) is not plan(engine.load("rnn", H=3).program, EXTENT)


def test_what_a_sequence_is_multiplied_by_is_one_product():
    """The input's products stand before the loop, and one product in the loop serves all gates."""
    text = plan(engine.load("lstm", H=4).program, EXTENT).text
    loops = text.split("    for ")[1:]
    inside = [[line for line in loop.splitlines()[1:] if line.startswith("        ")] for loop in loops]
    assert [sum("matmul(" in line for line in lines) for lines in inside] == [1, 1]

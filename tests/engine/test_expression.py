"""The expression tree: addresses, shifts in time, offsets that depend on tap indices."""

import pytest

import engine
from engine.expression import (
    NOW,
    Adjoint,
    Expression,
    Number,
    Offset,
    Taps,
    Total,
    Value,
    at_address,
    children,
    references,
    shifted,
    transform,
    walk,
    with_children,
)
from engine.ops import apply

A, B = Value("a", NOW, ()), Adjoint("b", Offset(1), ())
SUM = apply("add", A, apply("mul", Number(2.0), B))


def test_offsets_add_and_cancel():
    tap = Offset(-1, (("m", 1),))
    assert tap.plus(Offset(3)) == Offset(2, (("m", 1),))
    assert tap.plus(tap, -1) == NOW
    assert tap.at({"m": 4}) == 3
    assert Offset(2).at({}) == 2


def test_a_walk_gives_each_node_its_address():
    found = dict(walk(SUM))
    assert list(found) == [(), (0,), (1,), (1, 0), (1, 1)]
    assert all(at_address(SUM, address) == node for address, node in found.items())
    assert list(references(SUM)) == [A, B]


@pytest.mark.parametrize("name", engine.network_names())
def test_addresses_of_every_equation(name):
    for equation in engine.load(name).equations:
        for address, node in walk(equation.expression):
            assert at_address(equation.expression, address) == node


def test_children_can_be_exchanged():
    for node in (SUM, Taps(A, "m", 1, 3), Total(A, True, True)):
        assert with_children(node, children(node)) == node
    assert with_children(A, ()) == A
    assert Taps(A, "m", 1, 3).shape == () and Total(B, True, False).shape == ()


def test_a_shift_moves_what_has_a_moment_and_nothing_else():
    node = apply("mul", Value("w", None, ()), A, B)
    later = shifted(node, Offset(2))
    assert [part.offset for part in references(later)] == [None, Offset(2), Offset(3)]
    assert shifted(later, Offset(2), -1) == node


def test_transform_works_from_the_leaves_up():
    seen: list[Expression] = []

    def note(node: Expression) -> Expression:
        seen.append(node)
        return node

    transform(SUM, note)
    assert seen[-1] == SUM and seen[0] == A


def test_attributes():
    node = apply("element", Value("w", None, (3,)), position=Offset(1))
    assert node.attribute("position") == Offset(1)
    assert node.shape == ()

"""What breakpoints there can be, and one line for each that there cannot."""

import pytest

import engine
from engine.optimisers.attaching import with_update
from engine.optimisers.rule import parse_rules
from engine.stepping.breakpoint import Breakpoint, changing, check_breakpoint

NETWORK = engine.load("lstm_peephole")


@pytest.mark.parametrize(
    "breakpoint",
    [
        Breakpoint("b_phi"),
        Breakpoint("s", adjoint=True),
        Breakpoint("W_k", adjoint=True),
        Breakpoint(condition="abs(eps_s) < 1e-6"),
        Breakpoint(condition="isnan(*)"),
        Breakpoint(condition="x > 0"),
        Breakpoint(condition="norm(d_W_k) > 1"),
        Breakpoint("a_phi", condition="norm(s[t-1]) > 0.1"),
        Breakpoint("a_phi", condition="norm(W_k) > 1"),
        Breakpoint("a_phi", adjoint=True, condition="norm(eps_s[t+1]) > 0.1 and b_phi > 0.5"),
        Breakpoint("s", condition="s > 0", log="{s}"),
        Breakpoint("W_k", adjoint=True, log="{norm(W_k)}"),
        Breakpoint("s", hits=">=3"),
        Breakpoint("s", hits=" % 10 "),
        Breakpoint("s", log="nothing to say"),
        changing("s", False, (0, 0), 0.1),
        changing("b_phi", True, (3,), 1e-7),
    ],
)
def test_what_can_be(breakpoint):
    check_breakpoint(breakpoint, NETWORK)


@pytest.mark.parametrize(
    ("breakpoint", "said"),
    [
        (Breakpoint(), "names a quantity whose line it stands at, or has a condition"),
        (Breakpoint("b_fi"), "no quantity is called 'b_fi'; did you mean 'b_phi'?"),
        (Breakpoint("x"), "no line makes the value of 'x'"),
        (Breakpoint("E", adjoint=True), "no line makes the adjoint of 'E'"),
        (Breakpoint(condition="s"), "compares nothing"),
        (Breakpoint(condition="norm(eps_q) > 1"), "column 6: no quantity and no adjoint is called 'eps_q'"),
        (Breakpoint(condition="s" * 5000), "at most 4096 characters"),
        (Breakpoint(condition="norm(W_k) > 1"), "reads nothing that is computed: it holds from the start, or never"),
        (Breakpoint("s", condition="s > 0"), "is known only after the line of 's' has run"),
        (Breakpoint("s", condition="eps_s > 0"), "is known only after the line of 's' has run"),
        (Breakpoint("s", adjoint=True, condition="eps_s[t-1] > 0"), "is known only after the line of 's' has run"),
        (Breakpoint("s", condition="isnan(*)"), "leave the name out, or write isnan(s)"),
        (Breakpoint("W_k", adjoint=True, condition="s > 0"), "runs once, outside time, but 's > 0' has moments"),
        (Breakpoint("s", hits="3"), "hits '3': allowed are '>=3', '=3', '%3'"),
        (Breakpoint("s", hits=">=0"), "allowed are"),
        (Breakpoint("a_c", log="{s}"), "known only after the line of 'a_c' has run"),
        (Breakpoint("s", log="{norm(eps_s)}"), "known only after"),
        (Breakpoint("s", log="{s"), "braces stand around an expression"),
        (Breakpoint("s", log="{s}}"), "braces stand around an expression"),
        (Breakpoint("s", log="{}"), "cannot be read"),
        (Breakpoint("s", log="{q}"), "no quantity and no adjoint is called 'q'"),
        (Breakpoint("s", log="{s}" * 21), "at most 20 expressions are logged"),
        (Breakpoint("W_k", adjoint=True, log="{s}"), "log 's': has moments, but is logged where there are none"),
        (changing("W_k", False, (0, 0), 0.1), "stands outside time"),
        (changing("s", False, (99, 0), 0.1), "entries 99 to 99 are read"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(breakpoint, said):
    with pytest.raises(engine.ChainruleError) as caught:
        check_breakpoint(breakpoint, NETWORK)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("by", [-0.1, float("nan"), float("inf")])
def test_a_change_is_a_finite_number(by):
    with pytest.raises(engine.ChainruleError, match="allowed is a finite number from 0"):
        changing("s", False, (0, 0), by)


def test_lines_of_an_update():
    """They are there in a program that has one."""
    network = with_update(NETWORK.program, parse_rules("sgd eta=0.1")).network
    check_breakpoint(Breakpoint("W_k'"), network)
    check_breakpoint(Breakpoint(condition="abs(eps_s) < 1e-6"), network)
    with pytest.raises(engine.ChainruleError, match="no quantity is called"):
        check_breakpoint(Breakpoint("W_k'"), NETWORK)


def test_networks_without_time():
    network = engine.load("mlp")
    for quantity in network.having("defined")[:2]:
        check_breakpoint(Breakpoint(quantity.name), network)
        check_breakpoint(Breakpoint(condition=f"norm({quantity.name}) > 1"), network)

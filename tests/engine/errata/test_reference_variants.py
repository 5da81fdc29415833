"""Formulas exactly as printed, put into the backward pass, give the wrong numbers that the reference has for them."""

from functools import cache
from typing import Any

import numpy as np
import pytest

import engine
from engine.errata.recursion import backward
from engine.language.watching import read_expression
from tests.golden.cases import CASES, Case, read

Array = np.ndarray[Any, Any]
EXACT = 1e-12
PEEPHOLES = (
    "lstm_peephole_single_cell_blocks",
    "lstm_peephole_two_cells_per_block",
    "lstm_peephole_printed_eq24",
)
STATE = (
    "eps_s[t] = eps_c[t] * expand(b_omega[t], C) * (1 - tanh(s[t]) ** 2) + eps_s[t+1] * expand(b_phi[t+1], C)"
    " + expand(delta_iota[t+1], C) * p_iota + expand(delta_phi[t+1], C) * p_phi + expand({omega}, C) * p_omega"
)
OUTPUT = "eps_c[t] = reshape(transpose(W_k) @ delta_k[t]{more}, shape=(H, C))"
VARIANTS: dict[str, tuple[str, ...]] = {
    "corrected": (),
    "eq43_printed": ("delta_phi[t] = b_iota[t] * (1 - b_iota[t]) * sum(eps_s[t] * tanh(a_c[t]), axis=1)",),
    "eq45_cell_inputs_only": (OUTPUT.format(more=" + transpose(W_h_c) @ flatten(delta_c[t+1])"),),
    "eq45_no_recurrent_term": (OUTPUT.format(more=""),),
    "eq48_delta_omega_t": (STATE.format(omega="delta_omega[t]"),),
    "eq48_delta_omega_t+1": (STATE.format(omega="delta_omega[t+1]"),),
    "no_sum_over_c": (
        "delta_iota[t] = b_iota[t] * (1 - b_iota[t]) * transpose(eps_s[t] * tanh(a_c[t]))[0]",
        "delta_phi[t] = b_phi[t] * (1 - b_phi[t]) * transpose(eps_s[t] * s[t-1])[0]",
    ),
}
ONE_STEP = "d_c[t] = d_h[t] * o[t] * (1 - tanh(c[t]) ** 2)"
PLAIN = {
    "literal": ("d_h[t] = d[t] - h[t]", ONE_STEP),
    "sign_fixed": ("d_h[t] = h[t] - d[t]", ONE_STEP),
}


@cache
def run_of(name: str) -> tuple[Case, engine.Trace]:
    """Each case runs once."""
    case = CASES[name]()
    return case, case.run()


def assert_close(found: Array, wanted: object, what: str) -> None:
    """Compare relative to the largest entry."""
    expected = np.asarray(wanted, float).reshape(found.shape)
    scale = np.max(np.abs(expected)) or 1.0
    assert np.max(np.abs(found - expected)) <= EXACT * scale, what


def gradient(found: dict[str, Array], names: dict[str, str], theirs: str) -> Array:
    """A gradient under the file's name, matrices turned to [from, to]."""
    array = found[names[theirs]]
    return array.T if names[theirs].startswith("W") else array


def peephole_names() -> dict[str, str]:
    """The file's weights of the gates under our names."""
    kinds = {"w_i": "W_x", "w_h": "W_h", "w_c": "p", "bias": "theta"}
    return {f"{their}_{gate}": f"{our}_{gate}" for their, our in kinds.items() for gate in ("iota", "phi", "omega")}


@pytest.mark.parametrize(
    ("name", "variant"), [(name, key) for name in PEEPHOLES for key in read(name)["printed_variants"]]
)
def test_a_misprint_in_the_peephole_network(name, variant):
    """Equations 43, 45 and 48 and the sums left out: every gradient the file keeps, and how far off each one is."""
    _, trace = run_of(name)
    found, wanted, names = backward(trace, VARIANTS[variant]), read(name)["printed_variants"][variant], peephole_names()
    for theirs, expected in wanted["grads"].items():
        assert_close(gradient(found, names, theirs), expected, f"{variant}: {theirs}")
    if variant == "corrected":
        assert wanted["max_relerr"] < 1e-14
        return
    off = {
        theirs: np.max(np.abs(found[ours] - trace.adjoint(ours))) / np.max(np.abs(trace.adjoint(ours)))
        for theirs, ours in names.items()
    }
    for theirs, expected in wanted["relerr"].items():
        if theirs in off:
            assert off[theirs] == pytest.approx(expected, rel=1e-9, abs=1e-14), theirs


@pytest.mark.parametrize("variant", PLAIN)
def test_the_plain_network_of_a_single_step(variant):
    """The page's formulas, literally and with the sign repaired."""
    _, trace = run_of("lstm_plain")
    found, wanted = backward(trace, PLAIN[variant]), read("lstm_plain")["printed_variants"][variant]
    assert_close(found["c"][:, 0], wanted["dE_dct"], "dE/dc_t")
    assert_close((found["c"] * trace.value("f"))[:, 0], wanted["dE_dctm1"], "dE/dc_(t-1)")
    names: dict[str, str] = {}
    for gate in "ifog":
        names |= {f"wx{gate}": f"W_x{gate}", f"wh{gate}": f"W_h{gate}", f"b{gate}": f"b_{gate}"}
    for theirs, expected in wanted["grads"].items():
        assert_close(gradient(found, names, theirs), expected, f"{variant}: {theirs}")


def test_the_plain_network_with_the_whole_adjoint_of_its_output():
    """With the true adjoint of h in place of its cost alone, what is still missing is the carry through the cell."""
    _, trace = run_of("lstm_plain")
    wanted = read("lstm_plain")["printed_variants"]["total_E_delta"]
    values = {name: array[:, 0] for name, array in trace.values.items() if array.ndim == 3}
    i, f, o, g, c = (values[name] for name in "ifogc")
    whole, before = (
        trace.adjoint("h")[:, 0],
        {name: np.vstack([np.zeros_like(c[:1]), values[name][:-1]]) for name in "ch"},
    )
    cell = whole * o * (1 - np.tanh(c) ** 2)
    assert_close(cell, wanted["dE_dct"], "dE/dc_t")
    assert_close(cell * f, wanted["dE_dctm1"], "dE/dc_(t-1)")
    sent = {"i": cell * g * i * (1 - i), "f": cell * before["c"] * f * (1 - f)}
    sent |= {"o": whole * np.tanh(c) * o * (1 - o), "g": cell * i * (1 - g**2)}
    for gate, delta in sent.items():
        assert_close(values["x"].T @ delta, wanted["grads"][f"wx{gate}"], f"wx{gate}")
        assert_close(before["h"].T @ delta, wanted["grads"][f"wh{gate}"], f"wh{gate}")
        assert_close(delta.sum(axis=0), wanted["grads"][f"b{gate}"], f"b{gate}")


def test_one_gate_as_printed():
    """Problem 6.3: δ_c reads δ_h of the moment after, as printed, and is off by the third the file tells."""
    _, trace = run_of("one_gate")
    wanted = read("one_gate")["printed"]
    found = backward(trace, ("delta_c[t] = delta_c[t+1] + delta_h[t+1] * o[t]",))
    for ours, theirs in (("h", "delta_h"), ("o", "delta_o"), ("c", "delta_c")):
        assert_close(found[ours][:, 0, 0], wanted[theirs], theirs)
    right = trace.adjoint("c")
    off = np.max(np.abs(found["c"] - right)) / np.max(np.abs(right))
    assert off == pytest.approx(wanted["relerr_delta_c"], rel=1e-9)


def test_taps_as_printed():
    """Problem 6.1: the printed recursion is the adjoint with the other sign; with it the last line mixes signs."""
    case, trace = run_of("rnn_mtap")
    wanted = read("rnn_mtap")["printed"]
    printed = (
        "d_h[t] = (h[t] - d[t]) / (h[t] * (h[t] - 1)) / T"
        " + sum(d_h[t+m] * h[t+m] * (1 - h[t+m]) * w[m-1] for m in range(1, M))"
    )
    found = backward(trace, (printed,))["h"]
    assert_close(found[:, 0], wanted["d_h"], "printed recursion")
    assert_close(found, -trace.adjoint("h"), "the sign alone")
    last = read_expression(
        "((h[t] - d[t]) / T - h[t] * (1 - h[t]) * sum(d_h[t+m] * h[t+m] * (1 - h[t+m]) * w[m-1] for m in range(1, M)))"
        " * h[t-3]",
        case.network,
    )
    third, right = float(trace.evaluate(last).sum()), float(trace.adjoint("w")[2])
    assert third == pytest.approx(wanted["dw3"], rel=EXACT)
    assert abs(third - right) / abs(right) == pytest.approx(wanted["relerr_dw3"], rel=1e-9)


@pytest.mark.parametrize(
    ("name", "theirs", "formula"),
    [
        ("one_gate", "eps", "h[t] - d[t]"),
        ("rnn_mtap", "partial_h", "(h[t] - d[t]) / (h[t] * (1 - h[t])) / T"),
    ],
)
def test_the_partial_derivatives_of_the_cost(name, theirs, formula):
    """What the cost alone sends to h, before anything comes back through time."""
    case, trace = run_of(name)
    found = trace.evaluate(read_expression(formula, case.network))
    assert_close(found.reshape(-1), read(name)["partial"][theirs], theirs)
    unfused = engine.run(case.network.unfused, inputs=case.inputs, parameters=case.parameters)
    flows = [
        sum(flow.array for flow in unfused.flows("h", t=t) if flow.source == "E") for t in range(trace.moments or 0)
    ]
    assert_close(np.reshape(flows, -1), read(name)["partial"][theirs], f"flow of the cost to {theirs}")

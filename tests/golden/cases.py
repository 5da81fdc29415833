"""The reference numbers in the names, shapes and order of the built-in networks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import engine

HERE = Path(__file__).parent
Array = np.ndarray[Any, Any]
GATES = ("iota", "phi", "omega")


@dataclass(frozen=True)
class Case:
    """One network with the numbers it must give.

    `names` leads from a name in the file to ours; `inside` from a name in the file to the equation and the op that
    compute it within ours; `initial` from the name of a value before the first moment to the quantity it belongs to.
    """

    name: str
    network: engine.DerivedNetwork
    inputs: Mapping[str, Array]
    parameters: Mapping[str, Array]
    names: Mapping[str, str]
    gradients: Mapping[str, Array]
    data: Mapping[str, Any]
    loss: str = "E"
    inside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    initial: Mapping[str, str] = field(default_factory=dict)

    def run(self, dtype: str = "float64") -> engine.Trace:
        """The engine's run of this case."""
        return engine.run(self.network.program, inputs=self.inputs, parameters=self.parameters, dtype=dtype)


@cache
def read(name: str) -> dict[str, Any]:
    """The content of one file."""
    content: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return content


def _turned(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Array]:
    """The arrays under our names, matrices turned from [from, to] to (out, in)."""
    arrays = {ours: np.array(data[theirs]) for theirs, ours in names.items()}
    return {name: array.T if name.startswith("W") else array for name, array in arrays.items()}


def _mlp() -> Case:
    data = read("mlp")
    weights = {
        "W1": "W1",
        "W2": "W2",
        "W3": "W3",
        "W4": "W_k",
        "bias1": "theta1",
        "bias2": "theta2",
        "bias3": "theta3",
        "bias4": "theta_k",
    }
    one, two, three = data["sizes"]["layers"][1:4]
    network = engine.load("mlp", I=data["sizes"]["layers"][0], H1=one, H2=two, H3=three, K=data["sizes"]["layers"][4])
    names = {key: key for key in ("a1", "b1", "a2", "b2", "a3", "b3", "x")} | {"a4": "a_k", "b4": "y"}
    return Case(
        "mlp",
        network,
        {"x": np.array(data["inputs"]["x"]), "d": np.array(data["inputs"]["s"])},
        _turned(data["params"], weights),
        names,
        _turned(data["grads"], weights),
        data,
    )


def _rnn() -> Case:
    data = read("rnn")
    weights = {"w_ih": "W_x", "w_hh": "W_h", "bias_h": "theta_h", "w_hk": "W_k", "bias_k": "theta_k"}
    network = engine.load("rnn", **{size: data["sizes"][size] for size in "IHK"})
    return Case(
        "rnn",
        network,
        {"x": np.array(data["inputs"]["x"]), "d": np.array(data["inputs"]["s"])},
        _turned(data["params"], weights),
        {key: key for key in ("a_h", "b_h", "a_k", "y", "x")},
        _turned(data["grads"], weights),
        data,
        initial={"b0": "b_h"},
    )


def _peephole(name: str, *, printed: bool = False) -> Case:
    """`printed` takes the network of equation 24 as printed: the output gate reads the state of the moment before."""
    data = read(name)
    weights = {"w_i_c": "W_x_c", "w_h_c": "W_h_c", "bias_c": "theta_c", "w_c_k": "W_k", "bias_k": "theta_k"}
    for gate in GATES:
        weights |= {
            f"w_i_{gate}": f"W_x_{gate}",
            f"w_h_{gate}": f"W_h_{gate}",
            f"w_c_{gate}": f"p_{gate}",
            f"bias_{gate}": f"theta_{gate}",
        }
    sizes = {"I": data["sizes"]["I"], "H": data["sizes"]["B"], "C": data["sizes"]["C"], "K": data["sizes"]["K"]}
    network = engine.load("lstm_peephole_eq24" if printed else "lstm_peephole", **sizes)
    names = {key: key for key in data["adjoints"] if key not in ("g_c", "h_s", "s0", "b0")}
    return Case(
        name,
        network,
        {"x": np.array(data["inputs"]["x"]), "d": np.array(data["inputs"]["s_target"])},
        _turned(data["params"], weights),
        names,
        _turned(data["grads"], weights),
        data,
        inside={"g_c": ("s", "tanh"), "h_s": ("b_c", "tanh")},
        initial={"s0": "s", "b0": "b_c"},
    )


def _lstm() -> Case:
    data = read("lstm_plain")
    weights: dict[str, str] = {}
    for gate in "ifog":
        weights |= {f"wx{gate}": f"W_x{gate}", f"wh{gate}": f"W_h{gate}", f"b{gate}": f"b_{gate}"}
    names = {key: key for key in "ifogchx"} | {f"z{gate}": f"z_{gate}" for gate in "ifog"}
    return Case(
        "lstm_plain",
        engine.load("lstm", I=data["sizes"]["D"], H=data["sizes"]["H"]),
        {"x": np.array(data["inputs"]["x"]), "d": np.array(data["inputs"]["y"])},
        _turned(data["params"], weights),
        names,
        _turned(data["grads"], weights),
        data,
        inside={"tanh_c": ("h", "tanh")},
        initial={"h0": "h", "c0": "c"},
    )


def _one_gate() -> Case:
    data = read("one_gate")
    network = engine.load("one_gate")
    return Case(
        "one_gate",
        network,
        {"x": np.array(data["inputs"]["x"])[:, None], "d": np.array(data["inputs"]["y"])[:, None]},
        {name: np.array([value]) for name, value in data["params"].items()},
        {key: key for key in ("c", "z_o", "o", "h", "x")},
        {name: np.array([value]) for name, value in data["grads"].items()},
        data,
        loss="L",
    )


def _mtap() -> Case:
    """Entry 0 of the file's `w` is not used; ours begins with entry 1."""
    data = read("rnn_mtap")
    return Case(
        "rnn_mtap",
        engine.load("rnn_mtap", M=data["sizes"]["M"]),
        {"x": np.array(data["inputs"]["x"]), "d": np.array(data["inputs"]["y"])},
        {"w": np.array(data["params"]["w"][1:])},
        {key: key for key in ("xi", "h", "x")},
        {"w": np.array(data["grads"]["w"][1:])},
        data,
        loss="L",
    )


def _scalar_graph() -> Case:
    """The file's points are the examples of one run."""
    data = read("scalar_graph")
    return Case(
        "scalar_graph",
        engine.load("scalar_graph"),
        {"x": np.array(data["inputs"]["x"])},
        {},
        {"h0": "h0", "h1": "h1", "yhat": "y", "x": "x"},
        {},
        data,
    )


CASES: dict[str, Callable[[], Case]] = {
    "mlp": _mlp,
    "rnn": _rnn,
    "lstm_peephole_single_cell_blocks": lambda: _peephole("lstm_peephole_single_cell_blocks"),
    "lstm_peephole_two_cells_per_block": lambda: _peephole("lstm_peephole_two_cells_per_block"),
    "lstm_peephole_printed_eq24": lambda: _peephole("lstm_peephole_printed_eq24", printed=True),
    "lstm_plain": _lstm,
    "one_gate": _one_gate,
    "rnn_mtap": _mtap,
    "scalar_graph": _scalar_graph,
}

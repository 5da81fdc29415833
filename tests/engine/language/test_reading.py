"""What a text becomes: order, roles, titles, headings, names of adjoints, line endings."""

import itertools

import numpy as np
import pytest

import engine

HEAD = "sizes(H=2)\nx[t]: input(H)\n"
LINES = ("a[t]: H = W @ x[t] + V @ c[t-1]", "b[t] = sigmoid(a[t])", "c[t] = b[t] * tanh(a[t])")
LAST = "E[t] = sum(c[t])"


def test_equations_may_stand_in_any_order():
    """All orders give the same values and adjoints, for each equation waits for what it reads at the same moment."""
    results = []
    for order in itertools.permutations(LINES):
        network = engine.parse(HEAD + "\n".join((*order, LAST)))
        assert [equation.name for equation in network.equations] == ["a", "b", "c", "E"]
        trace = engine.run(
            network.program,
            {"x": np.linspace(-1, 1, 10).reshape(5, 1, 2)},
            {"W": [[0.1, 0.2], [0.3, 0.4]], "V": [[0.5, -0.1], [0.2, 0.7]]},
        )
        results.append((trace.value("c"), trace.adjoint("x"), trace.adjoint("V")))
    for arrays in zip(*results, strict=True):
        for array in arrays[1:]:
            np.testing.assert_array_equal(array, arrays[0])


def test_the_last_line_of_the_text_is_the_objective_wherever_it_can_be_computed():
    network = engine.parse("x: input()\nE = 2 * y\ny = x * x\nz = x + 1")
    assert network.objective == "z"


def test_a_tap_at_the_same_moment_waits_for_what_it_reads():
    lines = ["h[t] = sum(g[t-m] for m in range(0, 2))", "g[t] = 2 * x[t]"]
    network = engine.parse("x[t]: input()\n" + "\n".join(lines) + "\nE[t] = h[t]")
    trace = engine.run(network.program, {"x": np.ones((3, 1))}, {})
    np.testing.assert_array_equal(trace.value("h")[:, 0], [2, 4, 4])


def test_roles_and_kinds():
    network = engine.parse(
        "sizes(H=2)\nx[t]: input(H)\nd: target()\nK: parameter(H)\nh[t] = x[t] * K * w\nc = 2 * d\nE[t] = sum(h[t]) * c"
    )
    found = {name: (quantity.role, quantity.timed) for name, quantity in network.quantities.items()}
    assert found == {
        "x": ("input", True),
        "d": ("target", False),
        "K": ("parameter", False),
        "h": ("defined", True),
        "c": ("defined", False),
        "E": ("defined", True),
        "w": ("parameter", False),
    }
    assert network.timed
    assert network.parameter_count == 4


def test_a_title_headings_and_names_of_adjoints():
    text = (
        '"""A title\n\nand more."""\nadjoints("a_* -> delta_*", "s -> eps")\n'
        'symbols(W_x="W_{x}")\nx[t]: input()\n\n'
        "# the gate\na_g[t] = W_x * x[t]\n\n# the state\ns[t] = a_g[t] + s[t-1]\nq[t] = s[t]\n\nE[t] = q[t]"
    )
    network = engine.parse(text)
    assert network.title.startswith("A title")
    assert {equation.name: equation.gate for equation in network.equations} == {
        "a_g": "the gate",
        "s": "the state",
        "q": "the state",
        "E": "",
    }
    assert network.adjoint_name("a_g") == "delta_g"
    assert network.adjoint_name("s") == "eps"
    assert network.adjoint_name("q") is None
    assert network.symbols == {"W_x": "W_{x}"}
    assert next(equation.source for equation in network.equations) == "a_g[t] = W_x * x[t]"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_of_all_systems(ending):
    network = engine.parse(ending.join(["# first", "x: input()", "", "# second", "y = x * 2", "E = y"]))
    assert [equation.gate for equation in network.equations] == ["second", "second"]
    assert [equation.line for equation in network.equations] == [5, 6]


def test_brackets_continue_lines_and_semicolons_part_them():
    network = engine.parse("x: input(); y = (x +\n  2 *\n  x)  # done\nE = y")
    trace = engine.run(network.program, {"x": np.array([2.0])}, {})
    assert trace.loss == 6


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x - 1 - 1", 1.0),
        ("x - (1 - 1)", 3.0),
        ("-x ** 2", -9.0),
        ("2 ** -1 * x", 1.5),
        ("x / 3 / 2", 0.5),
        ("+x", 3.0),
        ("x * x ** 0.5 / x", 3**0.5),
        ("1e-3 * x", 3e-3),
        ("--x", 3.0),
        ("x @ 1 if 0 else x", None),
    ],
)
def test_arithmetic_reads_as_in_python(text, value):
    if value is None:
        with pytest.raises(engine.LanguageError):
            engine.parse(f"x: input()\nE = {text}")
        return
    network = engine.parse(f"x: input()\nE = {text}")
    assert engine.run(network.program, {"x": np.array([3.0])}, {}).loss == pytest.approx(value, rel=1e-15)


def test_values_before_the_first_moment_are_zero():
    network = engine.parse("x[t]: input()\ny[t] = x[t-2] + 10 * x[t-1]\nE[t] = y[t]")
    trace = engine.run(network.program, {"x": np.array([[1.0], [2.0], [3.0]])}, {})
    np.testing.assert_array_equal(trace.value("y")[:, 0], [0, 10, 21])
    np.testing.assert_array_equal(trace.adjoint("x")[:, 0], [11, 10, 0])


def test_sizes_from_outside_replace_the_defaults():
    network = engine.parse("sizes(H=2, N=H+1)\nx: input(N)\nE = sum(x) * H", H=5)
    assert network.sizes == {"H": 5, "N": 6}
    assert network.quantities["x"].shape == (6,)


def test_a_size_may_be_any_kind_of_whole_number():
    """Sizes are often told from arrays, as NumPy integers."""
    assert engine.load("rnn", H=np.int64(3)).quantities["W_h"].shape == (3, 3)

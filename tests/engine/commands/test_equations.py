"""`equations`: the program as a listing lined up at the equals sign, and as a LaTeX document that holds together."""

import ast
import re

import pytest

import engine
from engine.commands import main

GREEK = "ε_s[t] = b_ω[t] ⊙ tanh'(s[t]) ⊙ ε_c[t] + p_ω ⊙ δ_ω[t] + b_φ[t+1] ⊙ ε_s[t+1] + p_ι ⊙ δ_ι[t+1] + p_φ ⊙ δ_φ[t+1]"


def output(capsys, *arguments):
    """What the command prints, once it has succeeded in silence."""
    assert main(["equations", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_listing_has_all_sections_and_numbers(capsys):
    """Every line of the program once, numbered as in the program, under five headings."""
    out = output(capsys, "lstm_peephole")
    headings = [line for line in out.splitlines()[1:] if line and not line.startswith(" ")]
    assert headings == ["Forward", "Loss", "Backward", "Parameters", "Inputs"]
    numbers = [int(found) for found in re.findall(r"^ +(\d+)  .* = ", out, re.MULTILINE)]
    assert numbers == [line.number for line in engine.load("lstm_peephole").program.lines]
    assert GREEK in out
    assert "∂E/∂W_h_ι = Σ_t δ_ι[t] ⊗ b_c[t-1]" in out


def test_a_section_lines_up_at_the_equals_sign(capsys):
    """In a section all equals signs stand in one column."""
    for section in output(capsys, "mlp").split("\n\n")[1:]:
        assert len({line.index(" = ") for line in section.splitlines() if " = " in line}) == 1


def test_backward_shows_only_what_was_derived(capsys):
    """The forward lines are left out, the numbers stay."""
    out = output(capsys, "lstm_peephole", "--backward")
    assert "Forward" not in out
    assert "σ(a_ι[t])" not in out
    assert re.search(r"^Backward\n  output\n  14  δ_k", out, re.MULTILINE)


@pytest.mark.parametrize("name", engine.network_names())
def test_the_numpy_code_is_a_module_with_every_equation(capsys, name):
    """It compiles as it stands, and above its blocks stand the equations as the listing writes them."""
    out = output(capsys, name, "--format", "numpy")
    module = ast.parse(out)
    assert ast.get_docstring(module) and [type(part) for part in module.body[1:]] == [ast.FunctionDef]
    for line in engine.load(name).program.lines:
        assert line.section == "loss" or f"    # {line.number}  " in out


def test_the_numpy_code_of_the_backward_pass_alone(capsys):
    out = output(capsys, "rnn", "--backward", "--format", "numpy")
    ast.parse(out)
    assert "# 9  δ_h[t] = σ'(a_h[t]) ⊙ ε_h[t]" in out and "# 2  b_h[t]" not in out


@pytest.mark.parametrize("name", engine.network_names())
def test_the_latex_document_holds_together(capsys, name):
    """Brackets and environments close in order, every line has its tag, and one alignment a row."""
    out = output(capsys, name, "--format", "latex")
    assert out.startswith("\\documentclass{article}\n")
    assert out.endswith("\\end{document}\n")
    depth = 0
    for mark in re.sub(r"\\[{}]", "", out):
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
    assert depth == 0
    assert out.count(r"\left") == out.count(r"\right")
    opened: list[str] = []
    for word, environment in re.findall(r"\\(begin|end)\{(\w+\*?)\}", out):
        if word == "begin":
            opened.append(environment)
        else:
            assert opened.pop() == environment
    assert not opened
    assert [int(tag) for tag in re.findall(r"\\tag\{(\d+)\}", out)] == [
        line.number for line in engine.load(name).program.lines
    ]
    for body in re.findall(r"\\begin\{align\*\}\n(.*?)\\end\{align\*\}", out, re.DOTALL):
        assert "\n\n" not in body  # an empty line ends mathematics
        assert all(row.count("&") == 1 for row in body.split(r"\\"))


@pytest.mark.parametrize("name", engine.network_names())
def test_fractions_have_two_parts(capsys, name):
    """The half of a half sum of squares survives being filled in."""
    out = output(capsys, name, "--format", "latex")
    for found in re.finditer(r"\\frac", out):
        depth, place = 0, found.end()
        while depth or place == found.end():
            depth += {"{": 1, "}": -1}.get(out[place], 0)
            place += 1
        assert out[found.end()] == out[place] == "{"


def test_a_long_sum_is_broken_before_a_sign(capsys):
    """A line of the page holds it; the rows put together again are the whole equation."""
    out = output(capsys, "lstm_peephole", "--backward", "--format", "latex")
    row = next(row for row in out.split(r" \tag") if r"\epsilon_{c}^{t} &=" in row)
    assert "\\\\\n&\\quad + W" in row


def test_a_title_cannot_break_the_document(capsys, tmp_path):
    """Characters that mean something to LaTeX are written out."""
    path = tmp_path / "odd.net"
    path.write_text('"""50 % of {x_1} & \\\\input{y}"""\nx: input()\ny = x * 2\n', encoding="utf-8")
    out = output(capsys, str(path), "--format", "latex")
    assert r"\section*{50 \% of \{x\_1\} \& \textbackslash{}input\{y\}}" in out


def test_sizes_change_the_notation(capsys):
    """With one cell per block the sum over cells is not written, with two it is."""
    assert "Σ_c p_ι ⊙ s[t-1]" in output(capsys, "lstm_peephole", "--size", "C=2", "H=4")
    assert "Σ_c" not in output(capsys, "lstm_peephole", "--size", "H=4")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lstm_pehole"], "no network is called 'lstm_pehole'; did you mean 'lstm_peephole'?"),
        (["lstm", "--format", "word"], "argument --format: invalid choice: 'word' (choose from"),
        (["lstm", "--size", "Q=2"], "--size Q=2: lstm declares no size 'Q' (declared: I, H)"),
        (["lstm", "--size", "H=0"], "an axis has 1 to 10000000 entries, met 0"),
        (["lstm", "--size", "H=-1"], "argument --size: 'H=-1': a size is a whole number from 0 to 10000000"),
        (["lstm", "--size", "H=" + "9" * 30], "is not NAME=NUMBER, as in --size H=16"),
        (["--size", "H=2", "lstm"], "NETWORK comes before the options"),
        ([], "the following arguments are required: NETWORK"),
    ],
)
def test_wrong_arguments_are_answered_in_one_line(capsys, arguments, said):
    """What was met and what is allowed."""
    assert main(["equations", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("chainrule: ")
    assert said in err


def test_an_error_in_a_text_names_file_line_and_column(capsys, tmp_path):
    """The caret display of the editor becomes one line here."""
    path = tmp_path / "mine.net"
    path.write_text("sizes(H=2)\nx[t]: input(H)\ny[t] = half_see(x[t],\n   x[t])\n", encoding="utf-8")
    assert main(["equations", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"chainrule: {path}: line 3, column 8: no op is called 'half_see'; did you mean 'half_sse'?")
    assert err.count("\n") == 1
    assert "^" not in err


def test_one_adjoint_is_derived_step_by_step(capsys):
    """`--derive` takes the quantity's name or the adjoint's and ends in the line of the program."""
    by_adjoint = output(capsys, "lstm_peephole", "--derive", "eps_s")
    assert by_adjoint == output(capsys, "lstm_peephole", "--derive", "s")
    assert GREEK in by_adjoint
    assert "This is line 17 of the program" in by_adjoint
    document = output(capsys, "lstm_peephole", "--derive", "dE/dW_k", "--format", "latex")
    assert document.startswith("\\documentclass")
    assert document.endswith("\\end{document}\n")


def test_an_unknown_adjoint_is_answered_with_the_nearest(capsys):
    """One line, no traceback; and the format for NumPy has no steps."""
    assert main(["equations", "lstm_peephole", "--derive", "epss"]) != 0
    assert "did you mean 'eps_s'?" in capsys.readouterr().err
    assert main(["equations", "lstm_peephole", "--derive", "s", "--format", "numpy"]) != 0
    assert "allowed is --format text or latex" in capsys.readouterr().err

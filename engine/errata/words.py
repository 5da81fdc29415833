"""LaTeX as plain text for a terminal: `\\delta_\\phi^t` becomes δ_φ^t, fractions get a stroke."""

import re

from engine.notation.symbols import GREEK

_SIGNS = {
    "partial": "∂", "sum": "Σ", "max": "max", "min": "min", "tanh": "tanh", "sin": "sin", "cos": "cos", "ln": "ln",
    "log": "log", "exp": "exp", "epsilon": "ε", "Delta": "Δ", "nabla": "∇", "cdot": "·", "cdots": "…", "dots": "…",
    "ldots": "…", "times": "×", "otimes": "⊗", "odot": "⊙", "ast": "∗", "star": "⋆", "circledast": "⊛", "le": "≤",
    "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "approx": "≈", "in": "∈", "to": "→",
    "Rightarrow": "⇒", "iff": "⇔", "leftarrow": "←", "forall": "∀", "infty": "∞", "quad": "  ", "lvert": "|",
    "rvert": "|", "lVert": "‖", "rVert": "‖", "Vert": "‖", "mid": "|", "hat": "^", "dot": "˙", "top": "ᵀ", "ell": "ℓ",
    "pm": "±", "land": "∧", "lor": "∨", "square": "□", "varnothing": "∅", "emptyset": "∅", "langle": "⟨",
    "rangle": "⟩", "phantom": "", "left": "", "right": "", "big": "", "Big": "", "bigl": "", "bigr": "",
}  # fmt: skip
_WORD = re.compile(r"\\([A-Za-z]+)\s*")
_SUM = re.compile(r"(Σ(?:[_^](?:\{(?:[^{}]|\{[^{}]*\})*\}|«[^»]*»|[^\s{}«]))*)")
_KEPT = {"text", "mathrm", "operatorname", "mathit", "mathbf", "mathbb", "mathcal", "mathsf"}
_CALLS = ("tanh", "sin", "cos", "ln", "log", "exp")
_ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "dot": "\N{COMBINING DOT ABOVE}"}


def in_words(latex: str) -> str:
    """The formula on one line; what is marked by a class is put in « »."""
    written, depth = "", 0
    for mark in _groups(latex.strip()):
        depth += (mark in "{(") - (mark in "})")
        written += f" {mark} " if mark in "=⇒←" and depth == 0 else mark
    return " ".join(_SUM.sub(r"\1 ", written).split())


def _groups(latex: str) -> str:
    """Commands from the left to the right, their arguments first."""
    written, rest = "", latex
    while rest:
        word = _WORD.match(rest)
        if word is None:
            if rest[0] == "\\":
                written += {"\\": "; ", "{": "{", "}": "}", "|": "‖"}.get(rest[1:2], " ")
                rest = rest[2:]
            elif rest[0] in "_^" and rest[1:2] == "{":
                inside, after = _argument(rest[1:])
                written += rest[0] + _script(inside)
                rest = after
            elif rest[0] == "{":
                inside, rest = _argument(rest)
                written += _groups(inside)
            else:
                written += rest[0] if rest[0] not in "&~" else " "
                rest = rest[1:]
            continue
        name, rest = word[1], rest[word.end() :]
        if name in ("frac", "tfrac", "dfrac"):
            top, rest = _argument(rest)
            bottom, rest = _argument(rest)
            written += f" {_bracketed(top)}/{_bracketed(bottom)} "
        elif name == "class":
            _, rest = _argument(rest)
            inside, rest = _argument(rest)
            written += f"«{_groups(inside).strip()}»"
        elif name == "sqrt":
            inside, rest = _argument(rest)
            written += f"√({_groups(inside)})"
        elif name in _ACCENTS:
            inside, rest = _argument(rest)
            written += _groups(inside) + _ACCENTS[name]
        elif name in ("begin", "end"):
            _, rest = _argument(rest)
        elif name in _KEPT:
            inside, rest = _argument(rest)
            written += inside if name == "text" else _groups(inside)
        else:
            written += " " if name in _CALLS and written[-1:].isalnum() else ""
            written += _SIGNS.get(name, GREEK.get(name, name))
            written += " " if word[0].endswith(" ") and name in _CALLS else ""
    return written


def _argument(text: str) -> tuple[str, str]:
    """The argument a command takes at the start of `text`, without its braces, and what comes after it."""
    text = text.lstrip()
    if not text.startswith("{"):
        word = _WORD.match(text)
        length = word.end() if word else 1
        return text[:length], text[length:]
    depth = 0
    for place, mark in enumerate(text):
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text[1:], ""


def _script(latex: str) -> str:
    """An index or exponent, in braces where it is more than one word or is not in brackets of its own."""
    written = _groups(latex).strip()
    return written if re.fullmatch(r"[\w«»]+|\([^()]*\)", written) else f"{{{written}}}"


def _bracketed(latex: str) -> str:
    """The top or bottom of a fraction, in brackets where it is more than a number or a name."""
    written = _groups(latex).strip()
    bare = re.sub(r"\{[^{}]*\}", "", written)
    return written if re.fullmatch(r"\d+|[^\d\s+\-−·/(][^\s+\-−·/]*", bare) else f"({written})"

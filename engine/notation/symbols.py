"""Symbols: from the ASCII names of texts and files (`a_iota`) to the letters of the papers (a with index ι)."""

import re

from engine.language.network import Network

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ",
}  # fmt: skip
_LATEX = {"eps": r"\epsilon"}
_HAT = re.compile(r"\\hat{(.)}")
_COMMAND = re.compile(r"\\([A-Za-z]+) ?")
_SUFFIX = re.compile(r"([A-Za-z]+)(\d+)")


def symbol_latex(name: str, network: Network | None = None) -> str:
    """The name in LaTeX: the first part is the letter, all others its index; `W_x_iota` is W with index xι."""
    if network is not None and name in network.symbols:
        return network.symbols[name]
    head, *indices = _parts(name)
    letters = [_letter(head)] + [index if index == "xi" else _letter(index) for index in indices]
    return letters[0] + (f"_{{{' '.join(letters[1:])}}}" if indices else "")


def symbol_text(name: str, network: Network | None = None) -> str:
    """The name in plain text, with Greek letters in place of their names: `W_x_ι`."""
    if network is not None and name in network.symbols:
        letters = _HAT.sub(lambda word: f"{word[1]}\N{COMBINING CIRCUMFLEX ACCENT}", network.symbols[name])
        letters = _COMMAND.sub(lambda word: GREEK.get(word[1], word[1]), letters.replace(r"\prime", "'"))
        return letters.replace("{", "").replace("}", "").replace(" ", "_")
    head, *indices = name.split("_")
    suffixed = _SUFFIX.fullmatch(head)
    stem, digits = (suffixed[1], suffixed[2]) if suffixed else (head, "")
    first = GREEK.get(stem, stem) + digits
    return "_".join([first, *(index if index == "xi" else GREEK.get(index, index) for index in indices)])


def _parts(name: str) -> list[str]:
    head, *rest = name.split("_")
    suffixed = _SUFFIX.fullmatch(head)
    return [suffixed[1], suffixed[2], *rest] if suffixed else [head, *rest]


def _letter(part: str) -> str:
    if part in _LATEX:
        return _LATEX[part]
    if part in GREEK:
        return f"\\{part}"
    return part if len(part) <= 1 or part.isdigit() else rf"\mathit{{{part}}}" if len(part) > 2 else part

"""LaTeX that fits a page: long sums in rows, and plain words with whatever LaTeX would take amiss written out."""

from engine.notation.symbols import GREEK

LONGEST_ROW = 110
_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
            "%": r"\%", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}  # fmt: skip
_SIGNS = {"−": "$-$", "∂": r"$\partial$", "½": r"$\tfrac{1}{2}$", "²": "${}^{2}$", "·": r"$\cdot$", "⊙": r"$\odot$",
          **{letter: rf"$\{name}$" for name, letter in GREEK.items() if name != "eps"}}  # fmt: skip


def broken(right: str, longest: int = LONGEST_ROW) -> list[str]:
    """A long sum in rows, broken before a sign that stands in no bracket."""
    rows, start, depth = [], 0, 0
    for place, mark in enumerate(right):
        opens = mark in "{([" or right.startswith(r"\left", place)
        closes = mark in "})]" or right.startswith(r"\right", place)
        depth += opens - closes
        sign = depth == 0 and right[place - 1 : place + 2] in (" + ", " - ")
        if sign and place - start > longest:
            rows.append(right[start : place - 1])
            start = place
    return [*rows, right[start:]]


def escaped(words: str) -> str:
    """Plain words as LaTeX text."""
    return "".join(_SPECIAL.get(mark, mark) for mark in words)


def in_text(words: str) -> str:
    """Words with mathematical letters and signs among them as LaTeX text."""
    return "".join(_SIGNS.get(mark, _SPECIAL.get(mark, mark)) for mark in words)

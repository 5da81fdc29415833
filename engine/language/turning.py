"""Turning: a text that slides its kernels as they stand in place of turned by 180°, or the other way round."""

import ast

from engine.expression import Apply, walk
from engine.language.network import Network

TURNED, STANDING = "conv", "xcorr"
"""The op that turns its kernel by 180° (002 eq 29), and the one that takes it as it stands, which frameworks do."""


def sliding_ops(network: Network) -> frozenset[str]:
    """Which of the two ops the equations of a network use."""
    met = {
        node.op
        for equation in network.equations
        for _, node in walk(equation.expression)
        if isinstance(node, Apply)
    }  # fmt: skip
    return frozenset(met & {TURNED, STANDING})


def turned_text(text: str, *, correlate: bool) -> str:
    """The text with every call of `conv` made one of `xcorr`, or back where `correlate` is False.

    Only calls are changed, not comments, titles or symbols; the text must be one that can be parsed.
    """
    met, wanted = (TURNED, STANDING) if correlate else (STANDING, TURNED)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    calls = [
        (node.func.lineno - 1, node.func.col_offset)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == met
    ]
    for number, start in sorted(calls, reverse=True):
        line = lines[number].encode()  # columns count bytes
        lines[number] = (line[:start] + wanted.encode() + line[start + len(met) :]).decode()
    return "\n".join(lines)

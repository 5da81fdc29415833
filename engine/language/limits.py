"""Bounds that a text must keep before anything in it is parsed or allocated."""

import ast
import re

from engine.language.message import LanguageError, Place

LONGEST_TEXT = 65_536
LONGEST_LINE = 4_096
DEEPEST_BRACKETS = 40
DEEPEST_TREE = 150
MOST_EQUATIONS = 400
LONGEST_NAME = 64
LARGEST_SIZE = 10_000_000
LARGEST_QUANTITY = 200_000_000
LARGEST_NUMBER = 1e300
LARGEST_EXPONENT = 64.0

_RUN = re.compile(r"(?:[-+~]|\bnot\b)(?:\s*(?:[-+~]|\bnot\b)){20}")


def check_text(text: str) -> None:
    """Refuse a text that is too long, nested too deep, or holds characters that no equation needs."""
    if len(text) > LONGEST_TEXT:
        raise LanguageError(f"the text has {len(text)} characters; at most {LONGEST_TEXT} are read", Place(), "")
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise LanguageError(
                f"the line has {len(line)} characters; at most {LONGEST_LINE} are read", Place(number, 1), text
            )
        for column, mark in enumerate(line, start=1):
            if mark not in "\t\r" and not mark.isprintable():
                raise LanguageError(f"character U+{ord(mark):04X} cannot stand in a text", Place(number, column), text)
            depth += (mark in "([{") - (mark in ")]}")
            if depth > DEEPEST_BRACKETS:
                raise LanguageError(f"brackets are nested deeper than {DEEPEST_BRACKETS}", Place(number, column), text)
        run = _RUN.search(line)
        if run:
            raise LanguageError("more than twenty signs stand in a row", Place(number, run.start() + 1), text)


def check_tree(tree: ast.AST, text: str) -> None:
    """Refuse a syntax tree that is too deep, without walking it by recursion."""
    waiting: list[tuple[ast.AST, int, Place]] = [(tree, 0, Place())]
    while waiting:
        node, depth, place = waiting.pop()
        if hasattr(node, "lineno"):
            place = Place(node.lineno, getattr(node, "col_offset", 0) + 1)
        if depth > DEEPEST_TREE:
            raise LanguageError(f"the expression is nested deeper than {DEEPEST_TREE}", place, text)
        waiting.extend((child, depth + 1, place) for child in ast.iter_child_nodes(node))

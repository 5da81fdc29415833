"""Reads a whole text: sizes, declarations, names of adjoints, and equations; nothing in it is ever executed."""

import ast
import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from operator import index
from typing import SupportsIndex

from engine.language.draft import Declared, Draft, DraftEquation, Role
from engine.language.formulas import FormulaReader, nearest, place_of
from engine.language.limits import LARGEST_SIZE, LONGEST_NAME, MOST_EQUATIONS, check_text, check_tree
from engine.language.message import LanguageError, Place, plain_words
from engine.ops import ops

STATEMENTS = "sizes(…), adjoints(…), symbols(…), declarations `x[t]: input(I)`, and equations `h[t] = …`"
ROLES: dict[str, Role] = {"input": "input", "target": "target", "mask": "mask", "parameter": "parameter"}
SETTINGS = {"parameter": "value", "mask": "keep"}
RENAMING = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*\*?)\s*->\s*([A-Za-z][A-Za-z0-9_]*\*?)\s*")


def read_text(text: str, sizes: Mapping[str, SupportsIndex]) -> Draft:
    """The declarations and equations of a text, with `sizes` in place of the defaults it declares.

    Raises LanguageError for anything the language does not know.
    """
    check_text(text)
    try:
        tree = ast.parse(text)
        check_tree(tree, text)
        _check_names(text)
    except (SyntaxError, tokenize.TokenError) as error:
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        raise LanguageError(
            f"this cannot be read: {plain_words(getattr(error, 'msg', error))}", Place(line, max(1, column)), text
        ) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise LanguageError(f"this cannot be read: {error}", Place(), text) from None
    return _TextReader(Draft(text), sizes, _gates(text)).read(tree)


def _check_names(text: str) -> None:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME and not token.string.isascii():
            raise LanguageError(
                f"the name {token.string!r} has letters outside a-z, A-Z, 0-9 and _; write a_iota for a_ι",
                Place(token.start[0], token.start[1] + 1),
                text,
            )


def _whole(value: object) -> int | None:
    """A whole number of whatever kind, NumPy's too, as Python's own; None for anything else."""
    return index(value) if isinstance(value, SupportsIndex) and not isinstance(value, bool) else None


def _gates(text: str) -> list[str]:
    """For every line the heading of its paragraph: the comment above it, or an empty string."""
    headings, heading, fresh = [], "", True
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped:
            heading, fresh = "", True
        elif stripped.startswith("#"):
            heading = stripped.lstrip("# ") if fresh else heading
        else:
            fresh = False
        headings.append(heading)
    return headings


@dataclass(slots=True)
class _TextReader:
    draft: Draft
    wanted: Mapping[str, SupportsIndex]
    gates: list[str]

    def fail(self, what: str, node: ast.AST) -> LanguageError:
        return LanguageError(what, place_of(node), self.draft.text)

    def read(self, tree: ast.Module) -> Draft:
        equations: list[tuple[ast.expr, ast.expr, ast.stmt]] = []
        for number, statement in enumerate(tree.body):
            match statement:
                case ast.Expr(value=ast.Constant(value=str() as title)) if number == 0:
                    self.draft.title = title.strip()
                case ast.Expr(value=ast.Call(func=ast.Name(id="sizes")) as call):
                    self._sizes(call)
                case ast.Expr(value=ast.Call(func=ast.Name(id="adjoints")) as call):
                    self._adjoints(call)
                case ast.Expr(value=ast.Call(func=ast.Name(id="symbols")) as call):
                    self._symbols(call)
                case ast.AnnAssign(target=target, annotation=note, value=value):
                    self._declare(target, note, value is not None)
                    if value is not None:
                        equations.append((target, value, statement))
                case ast.Assign(targets=[target], value=value):
                    self._bind(target, "defined")
                    equations.append((target, value, statement))
                case _:
                    raise self.fail(f"this is not in the language; allowed are {STATEMENTS}", statement)
        unknown = [name for name in self.wanted if name not in self.draft.sizes]
        if unknown:
            allowed = ", ".join(self.draft.sizes) or "none"
            raise LanguageError(
                f"no size is called {unknown[0]!r} (declared: {allowed}){nearest(unknown[0], self.draft.sizes)}",
                Place(),
                self.draft.text,
            )
        if not equations:
            raise LanguageError(
                "the text has no equation; the last equation defines the objective", Place(), self.draft.text
            )
        if len(equations) > MOST_EQUATIONS:
            raise self.fail(
                f"the text has {len(equations)} equations; at most {MOST_EQUATIONS} are read", equations[-1][2]
            )
        for target, value, statement in equations:
            self._equation(target, value, statement)
        return self.draft

    def _formulas(self) -> FormulaReader:
        return FormulaReader(
            self.draft.text, self.draft.sizes, {name: known.timed for name, known in self.draft.names.items()}
        )

    def _sizes(self, call: ast.Call) -> None:
        if call.args:
            raise self.fail("sizes are named: sizes(I=1, H=8)", call)
        for keyword in call.keywords:
            name = keyword.arg or ""
            self._check_free(name, keyword)
            value = self.wanted[name] if name in self.wanted else self._formulas().whole(keyword.value)
            number = _whole(value)
            if number is None or not 0 <= number <= LARGEST_SIZE:  # 0 as of a padding; an axis has 1 at least
                raise self.fail(f"size {name} must be a whole number from 0 to {LARGEST_SIZE}, met {value!r}", keyword)
            self.draft.sizes[name] = number

    def _adjoints(self, call: ast.Call) -> None:
        for argument in call.args:
            match argument:
                case ast.Constant(value=str() as rule) if found := RENAMING.fullmatch(rule):
                    self.draft.adjoint_names.append((found[1], found[2]))
                case _:
                    raise self.fail("adjoints are named by rules such as 'a_* -> delta_*' and 's -> eps_s'", argument)
        if call.keywords:
            raise self.fail("adjoints are named by rules such as 'a_* -> delta_*' and 's -> eps_s'", call)

    def _symbols(self, call: ast.Call) -> None:
        for keyword in call.keywords:
            match keyword:
                case ast.keyword(arg=str() as name, value=ast.Constant(value=str() as symbol)) if re.fullmatch(
                    r"[A-Za-z0-9_{}^,()|\\ -]{1,60}", symbol
                ):
                    self.draft.symbols[name] = symbol
                case _:
                    raise self.fail("symbols are written in LaTeX: symbols(W_xi='W_{xi}')", call)
        if call.args:
            raise self.fail("symbols are named: symbols(W_xi='W_{xi}')", call)

    def _check_free(self, name: str, node: ast.AST) -> None:
        if name in ("t", "T", "range", "sizes", "adjoints", "symbols", *ROLES):
            raise self.fail(f"{name!r} has a meaning of its own and cannot name a quantity", node)
        if name in ops():
            raise self.fail(f"{name!r} is an op and cannot name a quantity", node)
        if len(name) > LONGEST_NAME or name.startswith("_"):
            raise self.fail(
                f"a name starts with a letter and has at most {LONGEST_NAME} characters, met {name[:80]!r}", node
            )
        if name in self.draft.sizes or name in self.draft.names:
            raise self.fail(f"{name!r} is bound twice", node)

    def _bind(self, target: ast.expr, role: Role) -> Declared:
        match target:
            case ast.Name(id=name):
                timed = False
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id="t")):
                timed = True
            case _:
                raise self.fail("the left side is a name or a name at t: `h[t] = …`", target)
        self._check_free(name, target)
        self.draft.names[name] = Declared(name, role, timed, place_of(target))
        return self.draft.names[name]

    def _declare(self, target: ast.expr, note: ast.expr, has_value: bool) -> None:
        role: Role = "defined"
        match note:
            case ast.Call(func=ast.Name(id=word)) if word in ROLES:
                role = ROLES[word]
                if has_value:
                    raise self.fail(f"an {word} is given from outside; it has no equation", note)
            case _ if not has_value:
                raise self.fail(
                    "a declaration without equation is input(…), target(…), mask(…, keep=0.8) or parameter(…)", note
                )
        known = self._bind(target, role)
        if role == "parameter" and known.timed:
            raise self.fail("a parameter stands outside time; write it without [t]", target)
        if isinstance(note, ast.Call) and role != "defined":
            known.shape, known.axes = self._axes(note.args)
            for keyword in note.keywords:
                known.given = self._given(keyword, role)
            if role == "parameter" and known.given is not None and not note.args:
                known.shape = None  # told from its uses, or a single number
            if role == "mask" and known.given is None:
                raise self.fail("a mask states the share that is kept, as in mask(H, keep=0.8)", note)
        else:
            parts = note.elts if isinstance(note, ast.Tuple) else [note]
            known.shape, known.axes = self._axes(parts)

    def _axes(self, parts: list[ast.expr]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The length of each axis, and a letter for it where it is a size by name."""
        letters = tuple(part.id[:1].lower() if isinstance(part, ast.Name) else "" for part in parts)
        return tuple(self._length(part) for part in parts), letters

    def _length(self, node: ast.expr) -> int:
        length = self._formulas().whole(node)
        if not 1 <= length <= LARGEST_SIZE:
            raise self.fail(f"an axis has 1 to {LARGEST_SIZE} entries, met {length}", node)
        return length

    def _given(self, keyword: ast.keyword, role: Role) -> float:
        match keyword.value:
            case ast.Constant(value=int() | float() as number) if abs(number) <= 1e9:
                value = float(number)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)) if (
                abs(number) <= 1e9
            ):
                value = -float(number)
            case _:
                raise self.fail("a given value is a number", keyword)
        if keyword.arg != SETTINGS.get(role):
            raise self.fail("allowed are parameter(…, value=NUMBER) and mask(…, keep=NUMBER)", keyword)
        if role == "mask" and not 0 < value <= 1:
            raise self.fail(f"the share that a mask keeps lies above 0 and up to 1, met {value:g}", keyword)
        return value

    def _equation(self, target: ast.expr, value: ast.expr, statement: ast.stmt) -> None:
        name = target.value.id if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) else ""
        name = target.id if isinstance(target, ast.Name) else name
        formulas = self._formulas()
        expression, marks = formulas.read(value)
        for used, (_, place) in formulas.used.items():
            if used not in self.draft.names:
                self._check_free(used, value)
                self.draft.names[used] = Declared(used, "parameter", False, place)
        source = ast.get_source_segment(self.draft.text, statement) or ""
        line = statement.lineno - 1
        self.draft.equations.append(
            DraftEquation(
                name,
                self.draft.names[name].timed,
                expression,
                marks,
                place_of(target),
                self.gates[line] if line < len(self.gates) else "",
                source,
            )
        )

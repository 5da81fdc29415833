"""Tells the shape of every quantity and sub-expression when a text is read, and says where shapes do not fit."""

import math
from collections.abc import Iterator

from engine.expression import Address, Apply, Expression, Shape, Taps, Value, children, walk, with_children
from engine.language.draft import Declared, Draft, DraftEquation
from engine.language.limits import LARGEST_QUANTITY
from engine.language.message import LanguageError, Place
from engine.ops import ShapeError, find_op, same_as_result


def resolve_shapes(draft: Draft) -> list[Expression]:
    """The expression of each equation with the shape of every node; fills in the shapes of all names.

    Undeclared shapes are told from their uses, by rounds: strictly first, then letting an unknown operand follow the
    widest known one, then taking what only numbers reach as a number. Raises LanguageError where nothing helps.
    """
    for lenient in (False, True):
        _settle(draft, lenient=lenient)
    while any(_take_as_number(draft, equation) for equation in draft.equations):
        _settle(draft, lenient=True)
    for declared in draft.names.values():
        if declared.shape is None and declared.given is not None:
            declared.shape = ()
    if any(declared.shape is None for declared in draft.names.values()):
        for equation in draft.equations:
            _check_fits(draft, equation, equation.expression, ())
    for declared in draft.names.values():
        _check_known(draft, declared)
    return [_typed(draft, equation) for equation in draft.equations]


def _settle(draft: Draft, *, lenient: bool) -> None:
    """Rounds over all equations until one tells nothing new."""
    while sum(_advance(draft, equation, lenient=lenient) for equation in draft.equations):
        pass


def _advance(draft: Draft, equation: DraftEquation, *, lenient: bool) -> bool:
    """One round over one equation; True where it told a shape that was not known."""
    before = sum(known.shape is not None for known in draft.names.values())
    defined = draft.names[equation.name]
    shape = _shape(draft, equation.expression, defined.shape, lenient)
    if defined.shape is None and shape is not None:
        defined.shape = shape
    return sum(known.shape is not None for known in draft.names.values()) > before


def _take_as_number(draft: Draft, equation: DraftEquation) -> bool:
    """Let an equation that reads nothing but numbers define a number."""
    defined = draft.names[equation.name]
    shapes = list(_read_shapes(draft, equation.expression))
    products = any(isinstance(part, Apply) and part.op == "matmul" for _, part in walk(equation.expression))
    open_still = defined.shape is None or (defined.shape == () and None in shapes)
    if products or any(shapes) or not open_still:
        return False
    fresh = defined.shape is None
    defined.shape = ()
    return _advance(draft, equation, lenient=True) or fresh


def _read_shapes(draft: Draft, node: Expression) -> Iterator[Shape | None]:
    """The shapes of all that is read; of what is read by entries, the shape of an entry."""
    if isinstance(node, Value):
        yield draft.names[node.name].shape
    for child in children(node):
        if isinstance(node, Apply) and node.op == "element" and isinstance(child, Value):
            whole = draft.names[child.name].shape
            yield whole[1:] if whole else whole
        else:
            yield from _read_shapes(draft, child)


def _shape(draft: Draft, node: Expression, expected: Shape | None, lenient: bool) -> Shape | None:
    """The node's shape as far as it can be told; gives open parameters the shape that is expected of them."""
    match node:
        case Value(name=name):
            known = draft.names[name]
            if known.shape is None and expected is not None and (lenient or known.role == "parameter"):
                known.shape = expected
            return known.shape
        case Taps(body=body):
            return _shape(draft, body, expected, lenient)
        case Apply():
            return _applied(draft, node, expected, lenient)
        case _:
            return node.shape


def _applied(draft: Draft, node: Apply, expected: Shape | None, lenient: bool) -> Shape | None:
    op = find_op(node.op)
    shapes = [_shape(draft, argument, None, lenient) for argument in node.arguments]
    if None in shapes:
        guesses = op.operands(
            tuple(shapes), expected
        )  # an operand without a guess is not told anew: deep nests stay cheap
        shapes = [
            _shape(draft, argument, guess, lenient) if shape is None and guess is not None else shape
            for argument, shape, guess in zip(node.arguments, shapes, guesses, strict=True)
        ]
    known = [shape for shape in shapes if shape is not None]
    if len(known) == len(shapes):
        try:
            return op.shape(tuple(known), dict(node.attributes))
        except ShapeError:
            return None
    if lenient and op.operands is same_as_result and any(known):
        return max(known, key=len)
    return None


def _check_fits(draft: Draft, equation: DraftEquation, node: Expression, address: Address) -> Shape | None:
    """The node's shape where all below it is known; raises LanguageError where what is known does not fit."""
    if isinstance(node, Value):
        return draft.names[node.name].shape
    shapes = [_check_fits(draft, equation, child, (*address, n)) for n, child in enumerate(children(node))]
    known = tuple(shape for shape in shapes if shape is not None)
    if len(known) < len(shapes):
        return None
    return _shape_there(draft, equation, node, address, known) if isinstance(node, Apply) else (*known, node.shape)[0]


def _shape_there(
    draft: Draft, equation: DraftEquation, node: Apply, address: Address, shapes: tuple[Shape, ...]
) -> Shape:
    """The shape of an applied op, or a LanguageError with the place of the op in the text."""
    try:
        shape = find_op(node.op).shape(shapes, dict(node.attributes))
        _check_entries(node, shapes, equation.expression)
        if math.prod(shape) > LARGEST_QUANTITY:
            raise ShapeError(
                f"an array of shape {shape} would hold {math.prod(shape):,} numbers; at most {LARGEST_QUANTITY:,} "
                "are allowed"
            )
    except ShapeError as error:
        raise LanguageError(f"{error}; in `{equation.source}`", next(_places(equation, address)), draft.text) from None
    return shape


def _check_known(draft: Draft, declared: Declared) -> None:
    if declared.shape is None:
        advice = (
            f"`{declared.name}: parameter(H, I)`"
            if declared.role == "parameter"
            else f"`{declared.name}{'[t]' if declared.timed else ''}: H = …`"
        )
        raise LanguageError(
            f"the shape of {declared.name!r} cannot be told from its uses; state it, as in {advice}",
            declared.place,
            draft.text,
        )
    if math.prod(declared.shape) > LARGEST_QUANTITY:
        raise LanguageError(
            f"{declared.name!r} of shape {declared.shape} would hold {math.prod(declared.shape):,} numbers; "
            f"at most {LARGEST_QUANTITY:,} are allowed",
            declared.place,
            draft.text,
        )


def _places(equation: DraftEquation, address: Address) -> Iterator[Place]:
    for length in range(len(address), -1, -1):
        if address[:length] in equation.marks:
            yield equation.marks[address[:length]]
    yield equation.place


def _typed(draft: Draft, equation: DraftEquation) -> Expression:
    """The equation's expression with all shapes, checked node by node."""

    def build(node: Expression, address: Address) -> Expression:
        if isinstance(node, Value):
            return Value(node.name, node.offset, draft.names[node.name].shape)
        parts = tuple(build(child, (*address, number)) for number, child in enumerate(children(node)))
        if not isinstance(node, Apply):
            return with_children(node, parts)
        shape = _shape_there(draft, equation, node, address, tuple(part.shape or () for part in parts))
        return Apply(node.op, parts, node.attributes, shape)

    expression = build(equation.expression, ())
    stated = draft.names[equation.name].shape
    if expression.shape != stated:
        raise LanguageError(
            f"{equation.name!r} has shape {stated} but its right side has shape {expression.shape}; "
            f"in `{equation.source}`",
            equation.place,
            draft.text,
        )
    return expression


def _check_entries(node: Apply, shapes: tuple[Shape, ...], whole: Expression) -> None:
    """Every entry that a tap reads must exist."""
    if node.op != "element":
        return
    position = node.attribute("position")
    ranges = {part.index: (part.start, part.stop - 1) for _, part in walk(whole) if isinstance(part, Taps)}
    if any(start > stop for start, stop in ranges.values()):
        return
    low = high = getattr(position, "constant", 0)
    for index, factor in getattr(position, "factors", ()):
        ends = sorted(factor * end for end in ranges[index])
        low, high = low + ends[0], high + ends[1]
    if low < 0 or high >= shapes[0][0]:
        raise ShapeError(
            f"entries {low} to {high} are read, but the first axis of shape {shapes[0]} has entries 0 to "
            f"{shapes[0][0] - 1}"
        )

"""Slides: the lines of a program in which a window slides over maps, and what such a window reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.derivation.program import Line, Program
from engine.expression import Adjoint, Apply, Expression, Number, Reference, Total, Value
from explorer.views.convolution.memory import kept

Kind = Literal["window", "spread", "gather", "maximum", "mean", "routed", "shared"]
Pair = tuple[int, int]
Key = tuple[str, bool]
"""A quantity, and whether its adjoint is meant."""
POOLING: tuple[Kind, ...] = ("maximum", "mean", "routed", "shared")
_KINDS: dict[str, Kind] = {
    "conv": "window", "xcorr": "window", "full_conv": "spread", "kernel_xcorr": "gather", "kernel_conv": "gather",
    "maxpool": "maximum", "avgpool": "mean",
}  # fmt: skip
_THROUGH = ("add", "neg", "mul")


@dataclass(frozen=True, slots=True)
class Slide:
    """One sliding term of a line.

    `source` is what the window slides over, `weight` what it multiplies by (for the adjoint of kernels the adjoint of
    the maps), `turned` whether the kernel lies turned by 180° over the source. Of what max pooling sends back, `window`
    is the value whose first maximum decides.
    """

    kind: Kind
    node: Apply
    source: Reference
    weight: Reference | None = None
    turned: bool = False
    window: Reference | None = None

    def pair(self, name: str, default: int) -> Pair:
        """A setting of the op as (rows, columns)."""
        held = dict(self.node.attributes).get(name, default)
        if isinstance(held, tuple):
            return int(held[0]), int(held[1])
        assert isinstance(held, int)
        return held, held

    @property
    def stride(self) -> Pair:
        """How far the window moves."""
        return self.pair("size", 1) if self.kind in POOLING else self.pair("stride", 1)

    @property
    def padding(self) -> Pair:
        """The border of zeros."""
        return (0, 0) if self.kind in POOLING else self.pair("padding", 0)

    @property
    def dilation(self) -> Pair:
        """How far neighbouring cells of the kernel lie apart."""
        return (1, 1) if self.kind in POOLING else self.pair("dilation", 1)


def slides_of(program: Program) -> Mapping[Key, tuple[Line, Slide]]:
    """The first sliding term of every value and adjoint that has one, in the order in which they are made."""
    return kept(program, "slides", lambda: _find(program))


def _find(program: Program) -> dict[Key, tuple[Line, Slide]]:
    found: dict[Key, tuple[Line, Slide]] = {}
    for key, line in program.line_of.items():
        expression = program.adjoints[key[0]].expression if key[1] else line.expression
        slide = next(_slides(expression), None)
        if slide is not None:
            found[key] = line, slide
    return found


def _slides(node: Expression) -> Iterator[Slide]:
    """The sliding terms of an expression; what stands inside another function makes no cell by itself."""
    if isinstance(node, Total):
        yield from _slides(node.body)
    if not isinstance(node, Apply):
        return
    if node.op in _KINDS:
        slide = _read(node)
        if slide is not None:
            yield slide
    elif node.op == "mul" and (routed := _routed(node)) is not None:
        yield routed
    elif node.op in _THROUGH:
        for part in node.arguments:
            yield from _slides(part)


def _bare(node: Expression) -> tuple[Reference | None, bool]:
    """The quantity that an operand is, of rows, columns and channels, and whether it is turned by half a turn."""
    if isinstance(node, Apply) and node.op == "rot180":
        inner, turned = _bare(node.arguments[0])
        return inner, not turned
    if isinstance(node, Value | Adjoint) and len(node.shape or ()) in (3, 4):
        return node, False
    return None, False


def _read(node: Apply) -> Slide | None:
    kind = _KINDS[node.op]
    operands = [_bare(part) for part in node.arguments]
    source, source_turned = operands[0]
    if source is None or (source_turned and node.op != "kernel_conv"):
        return None
    if len(operands) == 1:
        return Slide(kind, node, source)
    weight, weight_turned = operands[1]
    if weight is None:
        return None
    opposite = node.op in ("conv", "full_conv")
    return Slide(kind, node, source, weight, kind != "gather" and opposite != weight_turned)


def _routed(node: Apply) -> Slide | None:
    """What a pooling sends back: the adjoint of each window to its first maximum, or an equal share to each cell."""
    parts = {part.op: part for part in node.arguments if isinstance(part, Apply)}
    up, first = parts.get("upsample"), parts.get("first_maximum")
    source, _ = _bare(up.arguments[0]) if up is not None else (None, False)
    if up is None or source is None:
        return None
    if first is not None and len(node.arguments) == len(parts):
        window, _ = _bare(first.arguments[0])
        return None if window is None else Slide("routed", up, source, window=window)
    shares = [part for part in node.arguments if isinstance(part, Number)]
    return Slide("shared", up, source) if len(shares) + 1 == len(node.arguments) else None

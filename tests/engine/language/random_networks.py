"""Draws well-formed equation texts: layers, delays, shared parameters, products, taps, blocks, timeless parts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

SQUASHED = ("tanh({})", "sigmoid({})", "sin({})", "cos({})", "crelu({})", "0.5 * tanh({})")
SMOOTH = (
    "tanh({})",
    "sigmoid({})",
    "softplus({})",
    "leaky_relu({}, 0.1)",
    "identity({})",
    "sin({})",
    "cos({})",
    "exp(tanh({}))",
    "log(1.5 + sin({}))",
    "sqrt(1.5 + cos({}))",
    "abs({})",
    "relu({})",
    "crelu({})",
    "sign({0}) * ({0})",
    "-({})",
    "({}) ** 2",
    "({}) ** 3",
    "(1.5 + sin({})) ** -0.5",
    "({}) / 3",
    "1.5 / (2 + sin({}))",
    "2 * ({})",
)
JOINED = ("{} + {}", "{} - {}", "({}) * ({})", "({}) / (2 + tanh({}))", "({}) * ({}) * 0.5", "1 - ({}) * ({})")
COSTS = {"sigmoid({})": ("bce",), "softmax({})": ("cce", "kl")}
KINDS = ("number", "vector", "block")
SHAPES = {"number": "()", "vector": "H", "block": "(H, C)"}


@dataclass(slots=True)
class Writer:
    """A text in the making: what has been declared, and what an equation may read."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    timed: bool
    declared: list[str] = field(default_factory=list)
    parameters: dict[str, list[str]] = field(default_factory=dict)
    here: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    earlier: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    tapped: list[str] = field(default_factory=list)

    def one(self, options: list[str] | tuple[str, ...]) -> str:
        chosen: str = self.draw(st.sampled_from(options))
        return chosen

    def parameter(self, shape: str) -> str:
        """A parameter of this shape: a new one, or one that stands elsewhere too."""
        known = self.parameters.setdefault(shape, [])
        if known and self.draw(st.integers(0, 1)):
            return self.one(known)
        name = f"p{sum(map(len, self.parameters.values()))}"
        known.append(name)
        self.declared.append(f"{name}: parameter({shape})")
        return name

    def leaf(self, kind: str) -> str:
        """A quantity now, one at an earlier moment, or a parameter."""
        choices = [*self.here[kind], *self.here[kind]]
        if self.timed:
            choices += [f"{name}[t-{delay}]" for name in self.earlier[kind] for delay in (1, 2)]
        if not choices or self.draw(st.integers(0, 3)) == 0:
            return self.parameter({"number": "", "vector": "H", "block": "H, C"}[kind])
        return self.one(choices)

    def expression(self, kind: str, depth: int) -> str:
        """An expression of this kind, at most `depth` ops deep."""
        if depth <= 0:
            return self.leaf(kind)
        special = {"number": self._number, "vector": self._vector, "block": self._block}[kind]
        match self.draw(st.integers(0, 4)):
            case 0:
                return self.one(SMOOTH).format(self.expression(kind, depth - 1))
            case 1:
                return self.one(JOINED).format(self.expression(kind, depth - 1), self.expression(kind, depth - 1))
            case 2 if kind != "number":
                return f"({self.expression('number', depth - 1)}) * ({self.expression(kind, depth - 1)})"
            case _:
                return special(depth - 1)

    def _number(self, depth: int) -> str:
        vector, other = self.expression("vector", depth), self.expression("vector", depth)
        shares = f"half_sse({vector}, {other})", f"bce(sigmoid({vector}), 0.5 + 0.4 * sin({other}))"
        options = [
            f"sum({vector})",
            f"({vector})[H-1]",
            f"({vector}) @ ({other})",
            *shares,
            f"sum({self.expression('block', depth)})",
        ]
        if self.timed:
            options += [f"({vector})[0] / T", self._tapped("number")]
        return self.one(options)

    def _vector(self, depth: int) -> str:
        block, vector = self.expression("block", depth), self.expression("vector", depth)
        options = [
            f"{self.parameter('H, H')} @ ({vector})",
            f"({vector}) @ {self.parameter('H, H')}",
            f"transpose({self.parameter('H, H')}) @ ({vector})",
            f"sum({block}, axis=1)",
            f"{self.parameter('H, H*C')} @ flatten({block})",
            f"({block}) @ {self.parameter('C')}",
            f"transpose({block})[C-1]",
        ]
        return self.one([*options, self._tapped("vector")] if self.timed else options)

    def _block(self, depth: int) -> str:
        block, vector = self.expression("block", depth), self.expression("vector", depth)
        options = [
            f"expand({vector}, C)",
            f"({block}) + {self.parameter('C')}",
            f"({block}) * {self.parameter('C')}",
            f"reshape({self.parameter('H*C, H')} @ ({vector}), shape=(H, C))",
            f"outer({vector}, {self.parameter('C')})",
            f"{self.parameter('H, H')} @ ({block})",
            f"transpose(transpose({block}))",
            f"transpose(expand({self.parameter('C')}, H))",
            f"expand({self.parameter('C')}, H, axis=0)",
            f"reshape(flatten({block}), shape=(H, C))",
        ]
        return self.one([*options, self._tapped("block")] if self.timed else options)

    def _tapped(self, kind: str) -> str:
        """A sum over taps, as an equation of its own: no op that is not linear may stand around one."""
        names = self.earlier[kind]
        if not names:
            return self.leaf(kind)
        weight = self.one([f"{self.parameter('M')}[m-1] * ", "0.5 * ", f"{self.parameter('M+1')}[M-m] * "])
        body = self.one(("{}[t-m]", "tanh({}[t-m])", "{0}[t-m] * {0}[t-m-1]")).format(self.one(names))
        start = "1"
        present = [name.removesuffix("[t]") for name in self.here[kind] if name.endswith("[t]")]
        if present and self.draw(st.booleans()):  # taps that begin at the same moment, of what is there already
            body, start = f"{self.one(present)}[t-m]", "0"
            weight = self.one(["0.5 * ", f"{self.parameter('M')}[m] * "])
        name = f"k{len(self.tapped)}"
        self.tapped.append(f"{name}[t]: {SHAPES[kind]} = sum({weight}{body} for m in range({start}, M))")
        return f"{name}[t]"


@st.composite
def network_texts(draw: st.DrawFn) -> str:
    """A whole text, its equations in any order but for the last, the objective."""
    timed = draw(st.booleans())
    sizes = [draw(st.integers(1, 3)) for _ in range(2)]
    writer = Writer(draw, timed)
    at = "[t]" if timed else ""
    head = [f"sizes(H={sizes[0]}, C={sizes[1]}, M={draw(st.integers(2, 4))})"]
    for name, kind, role in (("x", "vector", "input"), ("X", "block", "input"), ("d", "number", "target")):
        head.append(f"{name}{at}: {role}({SHAPES[kind].strip('()')})")
        writer.here[kind].append(name + at)
        writer.earlier[kind].append(name)
    lines = []
    if timed and draw(st.booleans()):  # a part outside time, made of parameters alone
        bare = Writer(draw, timed=False, parameters=writer.parameters, declared=writer.declared)
        lines.append(f"q: H = tanh({bare.expression('vector', 1)})")
        writer.here["vector"].append("q")
    layers = [(f"h{number}", draw(st.sampled_from(KINDS))) for number in range(draw(st.integers(1, 4)))]
    for name, kind in layers if timed else ():
        writer.earlier[kind].append(name)
    shares: list[str] = []
    for name, kind in layers:
        squash = draw(st.sampled_from(SQUASHED if kind == "number" else (*SQUASHED, "softmax({})")))
        lines.append(f"{name}{at}: {SHAPES[kind]} = {squash.format(writer.expression(kind, draw(st.integers(1, 2))))}")
        for cost in COSTS.get(squash, ()):
            if draw(st.booleans()):
                target = draw(st.sampled_from((f"0.5 + 0.4 * sin({writer.leaf(kind)})", f"0.2 + 0.5 * {name}{at}")))
                shares.append(f"{draw(st.sampled_from(('', '2 * ')))}{cost}({name}{at}, {target})")
        writer.here[kind].append(name + at)
    name, kind = layers[-1]
    last = f"E{at} = sum({name}{at} * {name}{at}) + {' + '.join([writer.expression('number', 1), *shares])}"
    order = draw(st.permutations(lines + writer.tapped))
    return "\n".join([*head, *writer.declared, *order, last])

"""What the program says in words when something on it is pointed at."""

from functools import lru_cache

from engine.derivation.program import Line, Program
from engine.expression import Adjoint, Reference, Total
from engine.identity import Same
from engine.language.network import Network
from engine.notation.lines import line_text
from engine.notation.plain import plain, quantity_text
from explorer.scene import Scene
from explorer.theme.numbers import format_number
from explorer.views.program.numbers import unit_index
from explorer.views.program.sections import Block

_GIVEN = {
    "parameter": "what training changes",
    "input": "given from outside",
    "target": "given from outside",
    "mask": "drawn at random",
    "setting": "a setting of the update",
    "state": "as the iteration before left it",
}


@lru_cache(maxsize=1024)
def _line_words(same: Same[Program], number: int) -> str:
    """What does not depend on the cursor: the line as text, what it makes, and what is computed along."""
    network = same.held.network
    line = same.held.lines[number - 1]
    if line.section == "loss":
        makes = "the cost that is differentiated" + (", summed over all moments" if network.timed else "")
    else:
        makes = _what(network, line.name, line.adjoint)
    gate = f" · {line.gate}" if line.gate else ""
    along = ", ".join(plain(Adjoint(name, None, None), network) for name in line.along)
    also = f"\nalso computes {along}, which has no line of its own" if along else ""
    return f"line {line.number}: {line_text(line, network)}\n{makes}{gate}{also}"


def _what(network: Network, name: str, adjoint: bool) -> str:
    """What a quantity is: value or adjoint, its role, its shape."""
    quantity = network.quantities[name]
    shape = quantity.shape
    size = f"shape ({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})" if shape else "a single number"
    role = f"{quantity.role} " if quantity.role != "defined" else ""
    return f"{'adjoint' if adjoint else 'value'} of {role}{name}, {size}"


@lru_cache(maxsize=2048)
def _origin(same: Same[Program], name: str, adjoint: bool) -> str:
    """What a quantity is and where it comes from."""
    network, line = same.held.network, same.held.line_of.get((name, adjoint))
    if line is not None:
        where = f"defined by line {line.number}" + (", computed along" if name in line.along else "")
    else:
        where = _GIVEN.get(network.quantities[name].role, "known to be 1 once the cost is known")
    return f"{_what(network, name, adjoint)}\n{where}"


@lru_cache(maxsize=4096)
def _symbol(same: Same[Program], reference: Reference, when: str) -> str:
    return quantity_text(same.held.network, reference, when)


@lru_cache(maxsize=1024)
def _unit(same: Same[Program], name: str, index: tuple[int, ...]) -> str:
    """Which entry a number is."""
    quantity = same.held.network.quantities[name]
    if not index:
        return "value"
    if not quantity.batched or len(index) > 2:
        return f"entry [{', '.join(map(str, index))}]"
    unit, *rest = index
    return f"unit {unit}" + (f", cell {rest[0]}" if rest and quantity.shape[1] > 1 else "")


def reference_moment(scene: Scene, line: Line, reference: Reference) -> int | None:
    """The moment, from 0, at which a line reads a quantity at the cursor; None where there is none, or many."""
    varies = isinstance(line.expression, Total) and line.expression.moments
    if reference.offset is None or reference.offset.factors or varies or scene.moment is None:
        return None
    return scene.moment + reference.offset.constant


def is_outside(scene: Scene, moment: int | None) -> bool:
    """Whether a moment lies before the first or after the last."""
    return moment is not None and not 0 <= moment < (scene.trace.moments or 0)


class Words:
    """The tips of one picture; each is put together once, however often its quantity stands in the lines."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.same = Same(scene.program)
        self._told: dict[tuple[str, bool, int | None, bool], str] = {}

    def number(self, number: float | None, *, signed: bool = True) -> str:
        """A number, or that it is not computed."""
        if number is None:
            return "not computed yet"
        return format_number(number, digits=self.scene.state.digits, signed=signed)

    def line(self, line: Line, number: float | None) -> str:
        """The tip of a line and of its badge."""
        scene = self.scene
        runs = scene.event is not None and scene.event.line.number == line.number
        timed = scene.network.quantities[line.name].timed and line.section != "loss"
        at = f" at t = {scene.moment + 1}" if timed and scene.moment is not None else ""
        if line.section == "loss":
            whose = f"example {scene.state.example}" if scene.trace.moments is not None else "all examples"
        else:
            whose = _unit(self.same, line.name, unit_index(scene, line.name))
        value = self.number(number, signed=scene.family(line.name, line.adjoint) != "gate")
        double = "runs next" if runs else "double click runs to just before this line"
        return f"{_line_words(self.same, line.number)}\n{whose}{at}: {value}\nclick selects it · {double}"

    def reference(self, line: Line, reference: Reference, moment: int | None) -> str:
        """The tip of a quantity inside a line that reads it at `moment`."""
        many = moment is None and reference.offset is not None
        key = (reference.name, isinstance(reference, Adjoint), moment, many)
        if key not in self._told:
            self._told[key] = self._tell(reference, moment, many=many)
        return self._told[key]

    def _tell(self, reference: Reference, moment: int | None, *, many: bool) -> str:
        scene, name, adjoint = self.scene, reference.name, isinstance(reference, Adjoint)
        symbol = _symbol(self.same, reference, "t" if many else "" if moment is None else str(moment + 1))
        origin = f"{symbol}: {_origin(self.same, name, adjoint)}"
        if many:
            return f"{origin}\nread at many moments\nclick selects it"
        if is_outside(scene, moment):
            edge = "before the first" if moment is not None and moment < 0 else "after the last"
            return f"{origin}\n{edge} moment: known to be 0"
        index = unit_index(scene, name)
        number = scene.number(name, adjoint, moment, index) if scene.exists(name, adjoint) else None
        at = "" if moment is None else f" at t = {moment + 1}"
        value = self.number(number, signed=scene.family(name, adjoint) != "gate")
        return f"{origin}\n{_unit(self.same, name, index)}{at}: {value}\nclick selects it{at}"

    def part(self, text: str, number: float | None, done: int, count: int) -> str:
        """The tip of the sub-expression computed last."""
        return f"{text} = {self.number(number)}\nsub-expression {done} of {count} of this line, computed last"


def bar_words(block: Block) -> str:
    """The tip of a section bar."""
    lines = f"{len(block.lines)} line{'' if len(block.lines) == 1 else 's'}"
    if block.fixed:
        return f"{block.title}, {lines}: open because the line that runs next stands here"
    return f"{block.title}, {lines}: click {'folds' if block.is_open else 'unfolds'} it"

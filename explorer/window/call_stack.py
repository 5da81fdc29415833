"""The call stack: where the cursor stands, from the example down to the term, and what the next key does."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.expression import Adjoint, Value
from engine.notation.lines import terms
from engine.notation.plain import plain
from engine.stepping.place import parts_of
from explorer.command import Command
from explorer.scene import Scene
from explorer.scenery.halts import why_halted
from explorer.window.key_words import first_key

ARROW = "  ▸  "


def crumbs(scene: Scene) -> list[str]:
    """The stack in words, outermost first; before it why the run halted here, where a breakpoint does."""
    halted = why_halted(scene)
    words = [halted] if halted else []
    if scene.progress is not None:
        words.append(f"iteration {scene.state.iteration:,}")
    words.append(f"example {scene.state.example} of {scene.trace.examples}")
    event = scene.event
    if event is None:
        return [*words, "END", "everything is computed"]
    words.append(event.phase.upper())
    if event.moment is not None:
        words.append(f"t = {event.moment + 1}")
    line = event.line
    reference = Adjoint(line.name) if line.adjoint else Value(line.name)
    shape = scene.network.quantities[line.name].shape
    unit = [place for place, length in zip(scene.unit_of(line.name), shape, strict=True) if length > 1]
    words.append(plain(reference, scene.network) + (f" unit {', '.join(map(str, unit))}" if unit else ""))
    if scene.state.place.part:
        words.append(f"sub-expression {scene.state.place.part} of {len(parts_of(line.expression))}")
    elif line.section == "backward":
        count = len(terms(line.expression))
        words.append(f"{count} flow{'s' if count != 1 else ''}")
    return words


def next_words(scene: Scene, commands: Mapping[str, Command]) -> str:
    """What the keys do here, and what the numbers rest on."""
    event = scene.event
    over, back = first_key(commands["step-over"]), first_key(commands["back-over"])
    does = (
        f"{over} runs line {event.line.number} · {back} takes it back" if event else f"{back} takes the last line back"
    )
    return f"{does} · {scene.trace.dtype.name} · seed {scene.prepared.seed}"


class CallStack(QWidget):
    """The line at the bottom of the window."""

    def __init__(self, commands: Mapping[str, Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setProperty("role", "header")
        self._where = QLabel(self)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._where.setAccessibleName("Call stack")
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._next = QLabel(self)
        self._next.setTextFormat(Qt.TextFormat.PlainText)
        self._next.setAccessibleName("What the next key does")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 4)
        layout.addWidget(self._where, 1)
        layout.addWidget(self._next, 0)

    def show_scene(self, scene: Scene, *, compact: bool) -> None:
        """Another scene."""
        self._where.setText(ARROW.join(crumbs(scene)))
        self._next.setText("" if compact else next_words(scene, self._commands))

    def show_message(self, message: str) -> None:
        """What went wrong, in place of the stack, until the next scene."""
        self._where.setText(message)

    @property
    def text(self) -> str:
        """The words that are shown."""
        return self._where.text()

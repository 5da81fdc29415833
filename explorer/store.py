"""The store: the one mutable thing, which holds the scene, runs commands on it, and says what changed."""

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from explorer.command import Command, Effect, Request
from explorer.compute import Compute, Result
from explorer.scene import Scene
from explorer.state import State

Part = Literal["scene", "place", "look", "trace", "opening"]
MOST_UNDO = 500


class Store(QObject):
    """State, trace and undo history behind one door.

    `changed` brings what changed: "place" (cursor), "look" (theme, digits, zoom, …), "trace" (new numbers), "opening"
    (another network or data), "scene" (anything else). `effect` brings what commands ask of the window, `failed` a
    message of one line.
    """

    changed = Signal(frozenset)
    effect = Signal(object)
    failed = Signal(str)

    def __init__(self, commands: dict[str, Command], compute: Compute, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.commands = commands
        self.scene: Scene | None = None
        self._compute = compute
        self._past: list[tuple[State, str]] = []
        self._future: list[State] = []
        self._wanted: State | None = None
        compute.finished.connect(self._computed)

    def open(self, state: State) -> None:
        """Asks for the run of `state`; the last good scene stays, marked as stale, until it has arrived."""
        self._wanted = state
        if self.scene is not None:
            self.scene = replace(self.scene, stale=True)
            self.changed.emit(frozenset({"scene"}))
        self._compute.request(state.opening, state.interventions)

    def enter(self, scene: Scene) -> None:
        """Takes a scene that was made elsewhere."""
        self.scene = scene
        self.changed.emit(frozenset({"trace", "place", "look", "opening"}))

    def _computed(self, result: Result) -> None:
        wanted = self._wanted
        if result.prepared is None or result.trace is None or wanted is None:
            if self.scene is not None:
                self.scene = replace(self.scene, stale=False)
                self.changed.emit(frozenset({"scene"}))
            self.failed.emit(result.message)
            return
        before = self.scene
        length = result.trace.schedule.length
        place = wanted.place if wanted.place.position <= length else replace(wanted.place, position=length, part=0)
        state = replace(wanted, place=place, example=min(wanted.example, result.trace.examples - 1))
        self._wanted = None
        self.scene = Scene(state, result.prepared, result.trace)
        opened = before is None or before.state.opening != state.opening
        self.changed.emit(frozenset({"trace", "place", "look"} | ({"opening"} if opened else set())))

    def run(self, request: Request) -> None:
        """Runs the command a request names on the current scene, if it can be run there."""
        scene = self.scene
        command = self.commands[request.command]
        if scene is None or not command.enabled(scene):
            return
        outcome = command.run(scene, request.argument)
        if isinstance(outcome, Effect):
            self.effect.emit(outcome)
        elif outcome is not None and outcome != scene.state:
            self._remember(scene.state, command)
            self._enter(outcome)

    def _remember(self, state: State, command: Command) -> None:
        if command.repeats and self._past and self._past[-1][1] == command.name:
            return
        self._past = [*self._past[-MOST_UNDO:], (state, command.name)]
        self._future.clear()

    def _enter(self, state: State) -> None:
        scene = self.scene
        assert scene is not None
        if (state.opening, state.interventions) != (scene.state.opening, scene.state.interventions):
            self.open(state)
            return
        parts: set[Part] = {"scene"}
        if state.place != scene.state.place:
            parts.add("place")
        look = ("theme", "digits", "zoom", "preview", "stage", "folded")
        if any(getattr(state, name) != getattr(scene.state, name) for name in look):
            parts.add("look")
        self.scene = replace(scene, state=state)
        self.changed.emit(frozenset(parts))

    def close(self) -> None:
        """Ends the computing beside the window."""
        self._compute.close()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._future)

    def undo(self) -> None:
        """Takes the last change back."""
        if self._past and self.scene is not None:
            state, _ = self._past.pop()
            self._future.append(self.scene.state)
            self._enter(state)

    def redo(self) -> None:
        """Does the change that was taken back last again."""
        if self._future and self.scene is not None:
            self._past.append((self.scene.state, ""))
            self._enter(self._future.pop())

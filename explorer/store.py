"""The store: the one mutable thing, which holds the scene, runs commands on it, and says what changed."""

from dataclasses import fields, replace
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.checks import Checks, Wish
from explorer.command import Command, Effect, Request
from explorer.compute import Compute, Result
from explorer.progress import Progress
from explorer.scene import Other, Scene
from explorer.state import LOOK, State

Part = Literal["scene", "place", "look", "trace", "opening", "progress", "checks"]
MOST_UNDO = 500
RUN = ("opening", "interventions", "switched_off", "iteration", "recording", "against")
DRAWN = ("interventions", "switched_off")
PATIENCE_MILLISECONDS = 120
"""How long what is drawn may be computed before the picture is marked as stale: a mark at every move would flicker."""
SHOWN = (*LOOK, "folded")


class Store(QObject):
    """State, trace and undo history behind one door.

    `changed` brings what changed: "place" (cursor), "look" (theme, digits, zoom, …), "trace" (new numbers), "opening"
    (another network or data), "progress" (training went on), "checks" (so did a numeric check), "scene" (anything
    else). `effect` brings what commands ask of the window, `failed` a message of one line.
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
        self._drawn: State | None = None
        self._overdue = QTimer(self, interval=PATIENCE_MILLISECONDS, singleShot=True)
        self._overdue.timeout.connect(self._mark_stale)
        self._newest_shown = 0
        self._early: Progress | None = None
        compute.finished.connect(self._computed)
        compute.checking.progressed.connect(self._show_checks)

    def open(self, state: State) -> None:
        """Asks for the run of `state`; the last good scene stays, marked as stale, until it has arrived."""
        self._wanted, self._drawn = state, None
        self._overdue.stop()
        self._mark_stale()
        self._request(state)

    def _mark_stale(self) -> None:
        if self.scene is not None:
            self.scene = replace(self.scene, stale=True)
            self.changed.emit(frozenset({"scene"}))

    def _draw(self, state: State) -> None:
        """Asks for the run of what is drawn; a run that is under way is shown first, so that a long stroke is seen."""
        self._wanted = state
        if self._drawn is not None:
            return
        self._drawn = state
        self._overdue.start()
        self._request(state)

    def _request(self, state: State) -> None:
        self._compute.request(state.run, state.compared)

    def enter(self, scene: Scene) -> None:
        """Takes a scene that was made elsewhere."""
        self.scene = scene
        self.changed.emit(frozenset({"trace", "place", "look", "opening"}))

    def _computed(self, result: Result) -> None:
        wanted = self._wanted
        if result.made is None or wanted is None:
            self._give_up()
            self.failed.emit(result.message)
            return
        before = self.scene
        prepared, trace = result.made
        other = None if result.other is None else Other(*result.other, wanted.compared)
        state = replace(
            wanted, place=wanted.place.within(trace.schedule), example=min(wanted.example, trace.examples - 1)
        )
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            state = replace(state, interventions=drawn.interventions, switched_off=drawn.switched_off)
        more = any(getattr(state, name) != getattr(wanted, name) for name in DRAWN)
        self._wanted = wanted if more else None
        known = before.progress if before is not None else self._early
        progress = known if known is not None and known.path == state.recording else None
        self.scene = Scene(state, prepared, trace, progress=progress, other=other)
        if before is not None and before.network.name == prepared.network.name:
            self.scene = replace(self.scene, checks=before.checks, tried=before.tried)
        else:
            self._compute.checking.stop()
        opened = before is None or before.state.opening != state.opening
        self.changed.emit(frozenset({"trace", "place", "look"} | ({"opening"} if opened else set())))
        if more and self._wanted is not None and self._wanted.opening == wanted.opening:
            self._draw(self._wanted)
        elif self._drawn is None:
            self._overdue.stop()

    def show_progress(self, progress: Progress) -> None:
        """Training went on: what is known of it changes; the iteration stays, unless it was the newest.

        The run on the screen is made anew where it is another: of a recording that has just been begun, or with a
        setting that was changed at this iteration.
        """
        scene = self.scene
        if scene is None:  # the window opens on a recording: its first scene is still awaited
            self._early = progress
            return
        before, state = scene.progress, scene.state
        if self._wanted is not None and self._wanted.opening != state.opening:
            return  # another source is being opened: what is told here is not of it
        begun = state.recording != progress.path
        if begun:
            self._newest_shown = 0
            state = replace(state, iteration=0, recording=progress.path)
        known = before.changes if before is not None and not begun else ()
        changed = any(change.iteration <= state.iteration for change in progress.changes[len(known) :])
        self.scene = replace(scene, state=state, progress=progress)
        self.changed.emit(frozenset({"progress"}))
        if begun or changed:
            self.open(state)

    def check(self, wish: Wish) -> None:
        """Asks for a numeric check of the run on the screen."""
        if self.scene is not None:
            self._compute.checking.request(self.scene.state.run, self.scene.trace, wish)

    def stop_checking(self) -> None:
        """Gives up the check that is being made."""
        self._compute.checking.stop()

    def _show_checks(self, checks: Checks) -> None:
        """What is known of a check: it stays with the scene, whatever run that shows by then."""
        if self.scene is not None and self.scene.state.opening.source == checks.run.opening.source:
            if checks.wish.printed:
                others = (each for each in self.scene.tried if each.wish.printed != checks.wish.printed)
                self.scene = replace(self.scene, tried=(*others, checks))
            else:
                self.scene = replace(self.scene, checks=checks)
            self.changed.emit(frozenset({"checks"}))

    def show_newest(self) -> None:
        """Shows the newest iteration, and those that follow."""
        if self.scene is not None and self.scene.progress is not None:
            self._newest_shown = self.scene.progress.length
            self._enter(replace(self.scene.state.untouched, iteration=self._newest_shown))

    def follow_training(self) -> None:
        """Asks for the newest iteration where the newest was shown before, and nothing else is awaited."""
        scene = self.scene
        if scene is None or scene.progress is None or self._wanted is not None or scene.state.in_force:
            return
        newest = scene.progress.length
        if scene.state.iteration == self._newest_shown != newest:
            self._newest_shown = newest
            self._wanted = replace(scene.state, iteration=newest)
            self._request(self._wanted)

    def _give_up(self) -> None:
        """Nothing newer will come: what is on the screen is the newest."""
        self._wanted = self._drawn = None
        self._overdue.stop()
        if self.scene is not None and self.scene.stale:
            self.scene = replace(self.scene, stale=False)
            self.changed.emit(frozenset({"scene"}))

    def run(self, request: Request) -> None:
        """Runs the command a request names on the current scene, if it can be run there."""
        command = self.commands[request.command]
        scene = self._ahead() if command.adds else self.scene
        if scene is None or not command.enabled(scene):
            return
        outcome = command.run(scene, request.argument)
        if isinstance(outcome, Effect):
            self.effect.emit(outcome)
        elif outcome is not None and command.anew:
            self._remember(scene.state, command)
            self.open(outcome)
        elif outcome is not None and outcome != scene.state:
            if replace(outcome, playing=scene.state.playing) != scene.state:
                self._remember(scene.state, command)
            if command.adds and any(getattr(outcome, name) != getattr(scene.state, name) for name in RUN):
                self._draw(outcome)
            else:
                self._enter(outcome)
        elif command.adds and not command.repeats and self._past:
            self._past[-1] = (self._past[-1][0], "")  # a stroke that begins with no change is still another one

    def _ahead(self) -> Scene | None:
        """The scene with the state that is being computed; None while another source is being opened."""
        wanted, scene = self._wanted, self.scene
        if wanted is None or scene is None:
            return scene
        same = all(getattr(wanted, name) == getattr(scene.state, name) for name in RUN if name not in DRAWN)
        return replace(scene, state=wanted) if same else None

    def _remember(self, state: State, command: Command) -> None:
        """Keeps the state to come back to; steps in a row are one, and playing is no change."""
        last = self._past[-1][1] if self._past and not self._future else ""
        again = bool(last) and ((command.repeats and last == command.name) or last == command.continues)
        self._future.clear()
        if not again:
            self._past = [*self._past[1 - MOST_UNDO :], (replace(state, playing=False), command.name)]

    def _enter(self, state: State) -> None:
        scene = self.scene
        assert scene is not None
        if any(getattr(state, name) != getattr(scene.state, name) for name in RUN):
            self.open(state)
            return
        self._carry_over(scene.state, state)
        parts: set[Part] = {"scene"}
        if state.place != scene.state.place:
            parts.add("place")
        if any(getattr(state, name) != getattr(scene.state, name) for name in (*SHOWN, "stage", "contrast")):
            parts.add("look")
        self.scene = replace(scene, state=state)
        self.changed.emit(frozenset(parts))

    def _carry_over(self, before: State, after: State) -> None:
        """What is done while something newer is computed holds for that too; on another source only the look does."""
        wanted = self._wanted
        if wanted is None:
            return
        same = wanted.opening.source == before.opening.source
        changed = {field.name: getattr(after, field.name) for field in fields(State)}
        self._wanted = replace(
            wanted,
            **{
                name: value
                for name, value in changed.items()
                if value != getattr(before, name) and (same or name in SHOWN)
            },
        )

    def close(self) -> None:
        """Ends the computing beside the window."""
        self._overdue.stop()
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
            self._future.append(self._wanted or self.scene.state)
            self._compute.drop()
            self._give_up()
            self._enter(state)

    def redo(self) -> None:
        """Does the change that was taken back last again."""
        if self._future and self.scene is not None:
            self._past.append((replace(self.scene.state, playing=False), ""))
            self._enter(replace(self._future.pop(), playing=False))

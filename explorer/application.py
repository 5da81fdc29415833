"""The application: assembles store, window, views and commands, and runs Qt's event loop."""

import logging
import os
import sys
from types import TracebackType

import numpy as np
from PySide6.QtCore import QMessageLogContext, QSettings, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import explorer.commands
import explorer.views
from engine.commands import INTERRUPTED
from engine.errors import ChainruleError
from engine.exchange.opening import Opening, Prepared
from engine.registry import leaves
from engine.trace import Trace
from explorer.command import Command
from explorer.compute import Compute
from explorer.compute_training import Training
from explorer.display import NO_DISPLAY_WORDS, has_display
from explorer.scene import Scene
from explorer.state import State
from explorer.store import Store
from explorer.theme.palette import apply
from explorer.theme.tokens import theme
from explorer.view import View
from explorer.window.interrupt import Interrupt
from explorer.window.main_window import MainWindow
from explorer.window.session_keeper import SessionKeeper
from explorer.window.settings import with_kept_look
from resources import resource_path

log = logging.getLogger("chainrule")


def all_commands() -> dict[str, Command]:
    """Every command by name."""
    return {command.name: command for command in leaves(explorer.commands, Command)}


def all_views() -> tuple[View, ...]:
    """Every view."""
    return leaves(explorer.views, View)


def make_window(state: State, *, at_once: bool = False, settings: QSettings | None = None) -> MainWindow:
    """A window on what `state` opens; with `at_once` its scene is there when this returns."""
    np.seterr(all="ignore")  # what overflows or is undefined is on the screen as such; nobody reads a warning of it
    compute = Compute(at_once=at_once)
    store = Store(all_commands(), compute)
    training = Training(at_once=at_once)
    window = MainWindow(store, all_views(), training=training, settings=settings, glides=not at_once)
    if settings is not None:
        window.keeper = SessionKeeper(store, window)
    compute.setParent(window)
    training.setParent(window)
    store.setParent(window)
    if state.recording:
        try:
            training.open(state.recording)
        except ChainruleError as error:
            store.failed.emit(str(error))
    store.open(state)
    return window


def application() -> QApplication:
    """The one QApplication, made when it does not exist yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(["chainrule"])
    app.setApplicationName("Chainrule")
    app.setOrganizationName("Chainrule")
    app.setDesktopFileName("chainrule")
    with resource_path("icons", "chainrule.svg") as path:
        app.setWindowIcon(QIcon(str(path)))
    apply(app, theme("light"))
    return app


def run_application(state: State) -> int:
    """Opens the window and stays until it is closed; gives the exit status."""
    qInstallMessageHandler(_log_qt)
    sys.excepthook = _log_exception
    app = application()
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Chainrule", "explorer")
    window = make_window(with_kept_look(state, settings), settings=settings)
    window.resize(1600, 1000)
    window.restore()
    window.show()
    if os.environ.get("CHAINRULE_CLOSE_AFTER"):  # for a smoke test on a real display
        QTimer.singleShot(int(os.environ["CHAINRULE_CLOSE_AFTER"]), window.close)
    interrupt = Interrupt(window.close)
    status = app.exec()
    window.store.close()
    interrupt.close()
    return INTERRUPTED if interrupt.happened else status


def show_trace(trace: Trace, title: str) -> MainWindow | None:
    """A window on a trace that was made elsewhere; see `explorer.show`."""
    if QApplication.instance() is None and not has_display():
        raise ChainruleError(f"{NO_DISPLAY_WORDS}; engine.run and `chainrule render` work without")
    app = application()
    store = Store(all_commands(), Compute(at_once=True))
    window = MainWindow(store, all_views(), training=Training(at_once=True))
    given = {quantity.name: trace.values[quantity.name] for quantity in trace.program.network.having("input", "target")}
    held = {quantity.name: trace.values[quantity.name] for quantity in trace.program.network.having("parameter")}
    opening = Opening("", dtype=trace.dtype.name)
    prepared = Prepared(opening, title, "A trace made by a script.", trace.program, given, held, 0)
    store.enter(Scene(State(opening), prepared, trace))
    window.resize(1600, 1000)
    window.show()
    if app.thread().loopLevel() > 0:
        return window
    app.exec()
    store.close()
    return None


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if "propagateSizeHints" not in message:
        log.log(logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG, "%s", message)


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours in a slot: the window stays, the log says where it was."""
    log.error(
        "%s: %s (CHAINRULE_TRACEBACK=1 shows where)",
        kind.__name__,
        error,
        exc_info=(kind, error, trace) if os.environ.get("CHAINRULE_TRACEBACK") else None,
    )

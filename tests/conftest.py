"""What every test gets: no display, empty settings, fixed seeds, and a failure for each logged warning."""

import logging
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest

# Before any test imports Qt: what programs read and write of their user lies in a folder of this run.
_HOME = Path(tempfile.mkdtemp(prefix="chainrule-tests-"))
_USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
for _name in _USER_FOLDERS:
    os.environ[_name] = str(_HOME / _name.lower())

hypothesis.settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("thorough", deadline=None, database=None, max_examples=1000)
hypothesis.settings.load_profile("deterministic")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that shows the windows."""
    parser.addoption("--headed", action="store_true", help="show the windows instead of drawing offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the screen: none by default, the user's with --headed."""
    if not config.getoption("--headed"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        runtime = _HOME / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)  # Qt warns where there is none, and warnings fail
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        return
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise pytest.UsageError("--headed: neither DISPLAY nor WAYLAND_DISPLAY is set; leave it out or use xvfb-run")
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        del os.environ["QT_QPA_PLATFORM"]


def pytest_unconfigure() -> None:
    """Remove this run's user folders."""
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that need an X server where none can be started."""
    if shutil.which("Xvfb"):
        return
    for item in items:
        if item.get_closest_marker("xserver"):
            item.add_marker(pytest.mark.skip(reason="Xvfb is not installed"))


@pytest.fixture(autouse=True)
def _fixed_seeds() -> None:
    """Start each test with the same global random numbers, whichever tests ran before."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002 # the legacy generator is the one that is global


@pytest.fixture(autouse=True)
def _numbers_speak() -> Iterator[None]:
    """Let NumPy warn at the start of each test, whatever a window that was opened before has silenced."""
    before = np.seterr(all="warn", under="ignore")
    try:
        yield
    finally:
        np.seterr(**before)


@pytest.fixture(autouse=True)
def _empty_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give each test settings of its own, so that none sees what another stored; where Qt is not loaded, do nothing."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return
    folder = str(tmp_path_factory.mktemp("settings"))
    for form in (core.QSettings.Format.NativeFormat, core.QSettings.Format.IniFormat):
        for scope in (core.QSettings.Scope.UserScope, core.QSettings.Scope.SystemScope):
            core.QSettings.setPath(form, scope, folder)


@pytest.fixture(autouse=True)
def _no_files_of_the_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test empty folders for what a user saves, so that none meets the network or draft of another."""
    folder = tmp_path_factory.mktemp("user")
    for kind in ("networks", "drafts", "scenarios", "sessions"):
        monkeypatch.setenv(f"CHAINRULE_{kind.upper()}", str(folder / kind))


class _Collector(logging.Handler):
    """Keeps the records that reach the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_logged_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test on each logged warning or error that no ``@pytest.mark.logs(pattern)`` announced."""
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("logs")]
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(collector)
    messages = [record.getMessage() for record in collector.records]
    surprises = [
        f"{record.levelname} {record.name}: {message}"
        for record, message in zip(collector.records, messages, strict=True)
        if not any(re.search(pattern, message) for pattern in expected)
    ]
    if surprises:
        pytest.fail("logged by the test:\n" + "\n".join(surprises), pytrace=False)
    for pattern in expected:
        if not any(re.search(pattern, message) for message in messages):
            pytest.fail(f"not logged, though announced by the mark `logs`: {pattern}", pytrace=False)


@pytest.fixture(scope="session")
def xserver() -> Iterator[str]:
    """Start an X server without a screen and give its name, to be handed to a subprocess as DISPLAY."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            number = server.stdout.readline().strip()
            assert number, f"Xvfb ended at once with exit status {server.wait(timeout=10)}"
            yield f":{number}"
        finally:
            server.terminate()

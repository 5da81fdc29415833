"""The window is opened in a process of its own, and what is timed really happens there."""

import pytest

from explorer.first_paint import CODES, seconds_of


def test_the_window_is_painted_in_another_process(tmp_path):
    assert 0 < seconds_of("start to first usable window", str(tmp_path)) < 120


def test_a_process_that_breaks_is_no_time(tmp_path, monkeypatch):
    monkeypatch.setitem(CODES, "import engine", "import there_is_no_such_module")
    with pytest.raises(RuntimeError, match="import engine: the process ended with status 1"):
        seconds_of("import engine", str(tmp_path))

"""Networks of one's own: saved in a folder, listed, opened by name, and never in the way of a built-in one."""

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.errors import ChainruleError, DataError
from engine.exchange.networks import network_names
from engine.exchange.opening import Opening, prepare
from engine.exchange.own_networks import check_own_name, known_networks, own_network_names, save_own_network
from engine.exchange.user_folder import user_folder

TEXT = '"""Mine."""\nsizes(I=2)\nx: input(I)\nd: target(I)\ny = sigmoid(w * x)\nE = half_sse(y, d)\n'


def test_nothing_is_there_at_first():
    assert own_network_names() == () and known_networks() == network_names()


def test_a_saved_network_is_opened_by_name(capsys):
    path = save_own_network("mine", TEXT)
    assert path == user_folder("networks") / "mine.net" and path.read_text() == TEXT
    assert own_network_names() == ("mine",)
    assert engine.load("mine", I=3).sizes == {"I": 3}
    assert prepare(Opening("mine")).title == "Mine"
    assert prepare(Opening("mine")).run().examples == 1
    from engine.commands import main

    assert main(["list", "networks"]) == 0
    assert "mine" in capsys.readouterr().out.splitlines()[-1].split()


@pytest.mark.parametrize("name", ["lstm", "occupancy"])
def test_a_built_in_name_is_never_hidden(name):
    """Neither by saving nor by a file that was put there by other means."""
    assert "built-in" in check_own_name(name)
    with pytest.raises(DataError, match="never hides"):
        save_own_network(name, TEXT)
    folder = user_folder("networks")
    folder.mkdir(parents=True)
    (folder / f"{name}.net").write_text(TEXT)
    assert own_network_names() == ()
    assert prepare(Opening(name)).title != "Mine"


@pytest.mark.parametrize("name", ["", "../up", "a b", "ä", "1st", "a.net", "x" * 80])
def test_a_name_that_is_no_name_is_refused(name):
    with pytest.raises(DataError, match="allowed are letters"):
        save_own_network(name, TEXT)
    assert not user_folder("networks").exists()


def test_a_broken_file_is_listed_as_unreadable(capsys):
    """Wrong text, no text, and a folder with the ending of a network; none of them stops the list."""
    save_own_network("wrong", "x = ")
    (user_folder("networks") / "noise.net").write_bytes(b"\xff\xfe\x00")
    (user_folder("networks") / "folder.net").mkdir()
    from engine.commands import main

    assert main(["list", "networks"]) == 0
    rows = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert {name: rows[name] for name in ("wrong", "noise", "folder")} == dict.fromkeys(
        ("wrong", "noise", "folder"), "unreadable"
    )
    for name in ("wrong", "noise", "folder"):
        with pytest.raises(ChainruleError):
            prepare(Opening(name))


def test_where_the_platform_keeps_data(monkeypatch, tmp_path):
    monkeypatch.delenv("CHAINRULE_NETWORKS")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder("networks") == tmp_path / "chainrule" / "networks"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # by its rules to be ignored
    assert user_folder("networks") == Path.home() / ".local/share/chainrule/networks"
    monkeypatch.setattr("sys.platform", "darwin")
    assert user_folder("networks") == Path.home() / "Library/Application Support/chainrule/networks"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert user_folder("networks") == tmp_path / "chainrule" / "networks"


def test_a_recording_of_an_own_network_is_had_again(tmp_path):
    from engine.exchange.courses import open_course
    from engine.exchange.recipes import opening_of, recipe_of, recorded_course
    from engine.recording.recording import Recording

    path = save_own_network("mine", TEXT)
    opened = open_course(Opening("mine"))
    Recording.create(tmp_path / "run.chainrule", recipe_of(opened), opened.course).close()
    with Recording.open(tmp_path / "run.chainrule") as recording:
        assert opening_of(recording).source == str(path)
        again = recorded_course(recording)
    for name, array in opened.course.pool.items():
        assert np.array_equal(again.pool[name], array)

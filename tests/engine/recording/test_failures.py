"""Whatever stands in a file, and whatever the disk does: one line that says what is wrong and what is kept."""

import os
import random
import sqlite3

import numpy as np
import pytest

from engine.errors import DataError
from engine.recording import connecting
from engine.recording.recording import Recording
from engine.training.checkpoint import Checkpoint
from tests.engine.recording.recordings import COURSE, grown, recorded


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.chainrule"


def changed(path, *statements):
    """The file after some SQL."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def refused(path, said):
    """What opening says, in one line, to read and to write alike."""
    messages = set()
    for read_only in (True, False):
        with pytest.raises(DataError, match=said) as caught:
            Recording.open(path, read_only=read_only)
        messages.add(str(caught.value))
    for message in messages:
        assert "\n" not in message
        assert path.name in message


def test_what_is_no_recording(path):
    refused(path, "No such file")
    path.mkdir()
    refused(path, "is no regular file")
    path.rmdir()
    os.mkfifo(path)
    refused(path, "is no regular file")
    path.unlink()
    for content in (b"", b"x", b"loss,accuracy\n" * 99, b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096)):
        path.write_bytes(content)
        refused(path, "is no recording|is damaged")
    path.unlink()
    changed(path, "CREATE TABLE other (a)")
    refused(path, "is no recording, its mark is missing")


def test_a_newer_file_says_which_chainrule_it_needs(path):
    recorded(path, 2)
    changed(path, "PRAGMA user_version=9", """UPDATE about SET value = '"7.3"' WHERE key = 'needs'""")
    refused(path, r"newer Chainrule \(format 9, this one reads up to 1\); open it with Chainrule 7.3 or newer")
    changed(path, "DROP TABLE about")
    refused(path, "open it with the version that wrote it")


def old(path, iterations):
    """A recording as format 0 wrote it: without validations, changes, notes and what is kept."""
    checkpoints = recorded(path, iterations)
    changed(path, *(f"DROP TABLE {name}" for name in ("validations", "changes", "notes", "kept")))
    changed(path, "PRAGMA user_version=0")
    return checkpoints


def test_an_older_file_is_read_as_it_is_and_brought_up_to_date_when_written(path):
    checkpoints = old(path, 4)
    before = path.read_bytes()
    with Recording.open(path, read_only=True) as recording:
        assert recording.length == 4
        assert recording.notes() == []
        assert recording.checkpoint_before(4).digest == checkpoints[4].digest
    assert path.read_bytes() == before
    with Recording.open(path) as recording:
        recording.note(3, "brought up to date")
        grown(recording, 2)
    with Recording.open(path, read_only=True) as recording:
        assert (recording.length, recording.notes()) == (6, [(3, "brought up to date")])


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE metrics", "its tables are not those"),
        ("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM metrics; END", "its tables are not those"),
        ("CREATE VIEW v AS SELECT 1", "its tables are not those"),
        ("DELETE FROM about WHERE key = 'columns'", "says nothing about its columns"),
        ("UPDATE about SET value = '{' WHERE key = 'recipe'", "cannot be read"),
        ("UPDATE about SET value = '[]' WHERE key = 'recipe'", r"is damaged \(its recipe\)"),
        ("UPDATE about SET value = '[]' WHERE key = 'columns'", "newest checkpoint"),
        ("DELETE FROM metrics", "it has metrics of 0 iterations, its newest checkpoint is before 4"),
        ("DELETE FROM checkpoints", "it has metrics of 4 iterations, its newest checkpoint is before None"),
        ("UPDATE metrics SET numbers = x'00'", "is damaged"),
        ("UPDATE metrics SET first = -256", "is damaged"),
        ("UPDATE metrics SET first = 1 << 60", "is damaged"),
        ("UPDATE metrics SET numbers = zeroblob(90000000)", "is damaged"),
    ],
)
def test_what_is_damaged_is_said_at_once(path, statement, said):
    recorded(path, 4)
    changed(path, statement)
    refused(path, said)


def test_a_damaged_checkpoint_is_named(path):
    recorded(path, 4)
    changed(path, "UPDATE checkpoints SET arrays = zeroblob(500) WHERE iteration = 4")
    with (
        Recording.open(path) as recording,
        pytest.raises(DataError, match="the checkpoint before iteration 4"),
    ):
        recording.checkpoint_before(4)
    changed(path, "UPDATE checkpoints SET arrays = (SELECT arrays FROM checkpoints WHERE iteration = 0)")
    with Recording.open(path) as recording, pytest.raises(DataError, match="another digest than is stated"):
        recording.checkpoint_before(4)


def read_all(path):
    """Everything a recording can tell."""
    with Recording.open(path, read_only=True) as recording:
        recording.metrics()
        for number in recording.checkpoints():
            recording.checkpoint_before(number)
        recording.changes(), recording.notes(), recording.validations(), recording.kept("cursor")


def test_changed_and_torn_files_are_read_or_refused(path):
    """Four hundred of our own recording: none raises anything but a DataError of one line."""
    recorded(path, 40)
    with Recording.open(path) as recording:
        recording.note(3, "a note")
        recording.keep("cursor", {"position": 3})
    sound, generator, refusals = path.read_bytes(), random.Random(11), []
    for number in range(400):
        torn = bytearray(sound)
        for _ in range(generator.choice((1, 4, 60))):
            torn[generator.randrange(len(torn) if number % 2 else 4096)] = generator.randrange(256)
        path.write_bytes(torn[: generator.randrange(len(torn))] if number % 5 == 0 else torn)
        try:
            read_all(path)
        except DataError as error:
            refusals.append(str(error))
    assert len(refusals) > 200
    assert "\n" not in "".join(refusals)


def take(recording, row, checkpoints):
    """Records iterations, each written at once."""
    for checkpoint in checkpoints:
        recording.append(row, checkpoint)
        recording.flush()


def test_a_full_disk_says_what_is_kept_and_goes_on_when_there_is_room(path):
    with Recording.create(path, {}, COURSE) as recording:
        recording.file.connection.execute("PRAGMA max_page_count=40")
        row, checkpoint = np.zeros(len(recording.columns)), COURSE.first
        checkpoints = [Checkpoint(number, checkpoint.parameters, {}) for number in range(1, 1000)]
        with pytest.raises(DataError) as caught:
            take(recording, row, checkpoints)
        checkpoint = checkpoints[recording.length - 1]
        kept = recording.file.written
        assert 0 < kept < recording.length == checkpoint.iteration
        assert str(caught.value).endswith(f"the disk is full; the first {kept} iterations are kept")
        with Recording.open(path, read_only=True) as other:
            assert other.length == kept
        recording.file.connection.execute("PRAGMA max_page_count=100000")
        recording.flush()
    with Recording.open(path) as recording:
        assert recording.length == checkpoint.iteration


def test_closing_on_a_full_disk_keeps_what_was_finished_before(path):
    recording = Recording.create(path, {}, COURSE)
    grown(recording, 3)
    recording.flush()
    recording.file.connection.execute("PRAGMA max_page_count=1")
    width, parameters = len(recording.columns), COURSE.start
    checkpoints = [Checkpoint(number, parameters, {}) for number in range(4, 2000)]
    with pytest.raises(DataError, match="iterations are kept"):
        take(recording, np.zeros(width), checkpoints)
    with pytest.raises(DataError, match="kept"):
        recording.close()
    with Recording.open(path) as again:
        assert again.length >= 3


def test_two_windows(path):
    """The second one reads what the first has finished, and is told why it cannot write."""
    with Recording.create(path, {}, COURSE) as first:
        grown(first, 3)
        with Recording.open(path) as second:
            assert second.read_only
            assert second.notice.endswith("another window or command writes it; it can only be read here")
            assert second.length == 0
            first.flush()
            assert second.length == 3
            assert second.metrics()[0].tolist() == [0, 1, 2]
            assert second.checkpoint_before(3).digest == first.checkpoint_before(3).digest
            with pytest.raises(DataError, match="another window"):
                second.append(first.metrics()[1][0], first.checkpoint_before(3))
        grown(first, 2)
    with Recording.open(path) as recording:
        assert (recording.length, recording.read_only) == (5, False)


def test_a_folder_where_nothing_can_be_written(path, monkeypatch):
    checkpoints = recorded(path, 3)
    monkeypatch.setattr(os, "access", lambda place, mode: mode == os.R_OK)
    with Recording.open(path) as recording:
        assert recording.read_only
        assert "the file or its folder is write-protected; it can only be read here" in recording.notice
        assert recording.checkpoint_before(3).digest == checkpoints[3].digest


def test_a_file_that_may_not_be_read(path, monkeypatch):
    recorded(path, 1)
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    refused(path, "cannot be read, there is no permission")


def test_what_a_killed_writer_left_is_read_where_nothing_can_be_written(path, tmp_path, monkeypatch):
    """The part beside the file counts: it holds the last iterations."""
    other = tmp_path / "protected" / "run.chainrule"
    other.parent.mkdir()
    with Recording.create(path, {}, COURSE) as recording:
        grown(recording, 5)
        recording.flush()
        for suffix in ("", "-wal"):
            other.with_name(other.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    connect = connecting._connect

    def protected(place, mode):
        if place == other:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(place, mode)

    monkeypatch.setattr(connecting, "_connect", protected)
    with Recording.open(other, read_only=True) as recording:
        assert recording.length == 5
    assert len(list(other.parent.iterdir())) == 2

"""Only regular files of limited size are read, and nothing ever waits."""

import os
import re
import socket

import pytest

from engine.errors import DataError
from engine.exchange.regular_file import read_bytes


def refused(path, limit=100) -> str:
    with pytest.raises(DataError) as caught:
        read_bytes(path, limit=limit)
    message = str(caught.value)
    assert "\n" not in message
    assert "allowed" in message
    return message


def test_reads_up_to_the_limit(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 100)
    assert read_bytes(path, limit=100) == b"x" * 100
    assert read_bytes(str(path), limit=1000) == b"x" * 100
    assert "100 bytes met, at most 99" in refused(path, limit=99)


def test_empty_file_is_empty(tmp_path):
    (tmp_path / "a").touch()
    assert read_bytes(tmp_path / "a", limit=0) == b""


def test_refuses_what_is_no_regular_file(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    assert "a pipe met" in refused(tmp_path / "pipe")
    assert "a folder met" in refused(tmp_path)
    assert "a device met" in refused("/dev/zero")
    monkeypatch.chdir(tmp_path)  # socket addresses are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert "a socket met" in refused("socket")


def test_refuses_missing_and_impossible_names(tmp_path):
    assert "no such file" in refused(tmp_path / "none")
    assert re.search(r"a\\nb.*no such file", refused(tmp_path / "a\nb"))
    refused("x" * 5000)
    refused("a\0b")
    refused("\udcff\0")
    (tmp_path / "loop").symlink_to("loop")
    refused(tmp_path / "loop")


def test_refuses_without_permission(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x")

    def deny(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert "no permission" in refused(tmp_path / "a")


def test_a_file_whose_size_lies_is_still_limited():
    """Files under /proc say that they are empty."""
    assert read_bytes("/proc/self/status", limit=1 << 20)
    assert "at most 10" in refused("/proc/self/status", limit=10)

"""A saved file is the old one or the whole new one, whatever fails in between."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from engine.errors import DataError
from engine.exchange.safe_write import safe_write

ROOT = Path(__file__).parents[3]
OLD, NEW = b"old content", b"new content" * 1000
CALLS = ("fsync", "replace", "open", "chmod", "stat")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_writes_new_and_replaces_old(tmp_path):
    path = tmp_path / "a.bin"
    safe_write(path, OLD)
    assert path.read_bytes() == OLD
    safe_write(path, NEW)
    assert path.read_bytes() == NEW
    assert names(tmp_path) == ["a.bin"]


def test_keeps_permissions_and_follows_links(tmp_path):
    path, link = tmp_path / "a.bin", tmp_path / "link"
    path.write_bytes(OLD)
    path.chmod(0o640)
    link.symlink_to(path)
    safe_write(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_gets_the_usual_permissions(tmp_path):
    safe_write(tmp_path / "a.bin", NEW)
    (tmp_path / "b.bin").write_bytes(NEW)
    assert (tmp_path / "a.bin").stat().st_mode == (tmp_path / "b.bin").stat().st_mode


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_failing_call_keeps_the_old_file_and_leaves_no_temporary_file(tmp_path, monkeypatch, call, number):
    path = tmp_path / "a.bin"
    path.write_bytes(OLD)

    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(DataError, match=r"a\.bin: cannot be written") as caught:
            safe_write(path, NEW)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a.bin"]


def test_every_single_failure_leaves_old_or_new_and_tells(tmp_path, monkeypatch):
    """Let the n-th of all system calls fail, for every n: no torn file, no temporary file, never silent."""
    path = tmp_path / "a.bin"
    outcomes = []
    for n in range(40):
        path.write_bytes(OLD)
        count = 0

        def wrap(real, n=n):
            def call(*args, **kwargs):
                nonlocal count
                count += 1
                if count - 1 == n:
                    raise OSError(errno.EIO, "injected")
                return real(*args, **kwargs)

            return call

        told = ""
        with monkeypatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, wrap(getattr(os, name)))
            try:
                safe_write(path, NEW)
            except DataError as error:
                told = str(error)
        content = path.read_bytes()
        assert names(tmp_path) == ["a.bin"]
        assert content == (NEW if not told or "new content is in place" in told else OLD)
        assert not told or str(path) in told
        outcomes.append(bool(told))
        if count <= n:
            break
    assert outcomes.count(True) >= 6
    assert outcomes[-1] is False


def test_a_full_disk_while_writing_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    path.write_bytes(OLD)
    real = os.fdopen

    def full(descriptor, mode):
        os.close(descriptor)
        return real(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(DataError, match="No space left"):
        safe_write(path, NEW)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a.bin"]


def test_file_systems_that_cannot_sync_folders_are_fine(tmp_path, monkeypatch):
    real = os.fsync

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    safe_write(tmp_path / "a.bin", NEW)
    assert (tmp_path / "a.bin").read_bytes() == NEW


@pytest.mark.parametrize("where", ["missing/a.bin", "", "bad\0name", "x" * 300])
def test_impossible_places_are_refused_by_name(tmp_path, where):
    with pytest.raises(DataError, match="cannot be written") as caught:
        safe_write(f"{tmp_path}/{where}", NEW)
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == []


def test_killed_before_each_call_the_file_is_old_or_new(tmp_path):
    """Leave the process without any cleaning up before each system call in turn."""
    program = textwrap.dedent("""
        import os, sys
        from engine.exchange.safe_write import safe_write
        path, old, new = sys.argv[1], b"o" * 5000, b"n" * 9000
        for n in range(40):
            with open(path, "wb") as stream:
                stream.write(old)
            child = os.fork()
            if child == 0:
                count = 0
                def wrap(real):
                    def call(*args, **kwargs):
                        global count
                        count += 1
                        if count > n:
                            os._exit(9)
                        return real(*args, **kwargs)
                    return call
                for name in ("fsync", "replace", "open", "chmod", "stat", "close"):
                    setattr(os, name, wrap(getattr(os, name)))
                safe_write(path, new)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            with open(path, "rb") as stream:
                content = stream.read()
            assert content in (old, new)
            if status == 0:
                assert content == new
                print("calls", n)
                break
    """)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.bin")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[1]) >= 5

"""Resources are found by name, listed in order, and refused clearly."""

from pathlib import Path

import pytest

import resources


def test_a_resource_is_found_and_read():
    """This package's own file stands for any resource: it is there in a checkout and in a wheel."""
    assert "importlib" in resources.resource("__init__.py").read_text(encoding="utf-8")
    with resources.resource_path("__init__.py") as path:
        assert isinstance(path, Path)
        assert path.is_file()


def test_a_missing_resource_is_named():
    """The message names what was asked for."""
    with pytest.raises(FileNotFoundError, match=r"no resource 'nowhere/nothing.net'; resources/nowhere holds: no such"):
        resources.resource("nowhere", "nothing.net")


@pytest.mark.parametrize("part", ["..", "", ".", "a/b", "a\\b", "a\0b"])
def test_no_name_leaves_the_folder(part):
    """A name that came from outside cannot reach other files."""
    with pytest.raises(ValueError, match="one plain file or folder name"):
        resources.resource("networks", part)


def test_a_listing_is_ordered_and_leaves_python_out():
    """Python files are not resources; a folder that is not there holds nothing."""
    names = [entry.name for entry in resources.listing()]
    assert names == sorted(names)
    assert not [name for name in names if name.endswith(".py") or name.startswith((".", "_"))]
    assert resources.listing("nowhere", suffix=".net") == ()
    for network in resources.listing("networks", suffix=".net"):
        assert network.name.endswith(".net")

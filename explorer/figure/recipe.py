"""The recipe of a figure: everything needed to open it again, as plain data, written into and read from its file."""

import html
import json
import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageReader

from engine.errors import DataError
from engine.exchange.opening import Opening
from engine.exchange.own_networks import known_networks
from engine.exchange.regular_file import read_bytes
from engine.exchange.scenario import scenario_names
from engine.exchange.wording import met, shown
from explorer.records import plain_of
from explorer.scene import Scene
from explorer.state import Run
from explorer.view import View

VERSION = 1
KEPT = ("switched_off", "contrast", "title", "story", "breakpoints", "watches", "notes", "blanks")
"""Fields of the state that are written and read as they are."""
SUFFIXES = (".png", ".svg", ".pdf")
LARGEST_FILE = 256 << 20
LARGEST_RECIPE = 1 << 20
_DESC = re.compile(rb"<desc>(.*?)</desc>", re.DOTALL)
_XMP = re.compile(rb'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">(.*?)</rdf:li>', re.DOTALL)


def recipe(scene: Scene, view: View | None, **look: object) -> dict[str, Any]:
    """What `scene` shows in `view` (None: the whole window), and how: `look` is theme, size, scale and the like.

    Holds JSON types only. Of a file that was opened only the name is kept, so that a published figure does not tell
    where its author keeps things.
    """
    state = scene.state
    chosen = state.selection
    return {
        "chainrule": VERSION,
        "view": "window" if view is None else view.name,
        "opening": {**{field.name: getattr(state.opening, field.name) for field in fields(Opening)},
                    **{name: public_source(file) for name, file in state.opening.files.items()},
                    "sizes": dict(state.opening.sizes), "inputs": list(state.opening.inputs),
                    "targets": list(state.opening.targets), "sequence": list(state.opening.sequence)},
        "iteration": state.iteration,
        "recording": public_source(state.recording),
        "place": {"position": state.place.position, "part": state.place.part},
        "interventions": plain_of(state.interventions),
        "example": state.example,
        "unit": state.unit,
        "selection": None if chosen is None else
        {"name": chosen.name, "adjoint": chosen.adjoint, "moment": chosen.moment,
         "entry": None if chosen.entry is None else list(chosen.entry)},
        "grain": state.grain,
        "stage": state.stage,
        "folded": sorted(state.folded),
        "colours": state.colours,
        "digits": state.digits,
        "preview": state.preview,
        **{name: plain_of(getattr(state, name)) for name in KEPT},
        "against": None if state.against is None else plain_of(_public(state.against)),
        "figure": look,
    }  # fmt: skip


def _public(run: Run) -> Run:
    return run.with_files({name: public_source(file) for name, file in run.files.items()})


def public_source(source: str) -> str:
    """A built-in name as it is, the name of a file without its folders."""
    if source in ("", *scenario_names(), *known_networks()):
        return source
    return Path(os.path.abspath(source)).name  # that of a folder is there even where it was opened as "."


def recipe_text(made: dict[str, Any]) -> str:
    """The recipe as it is written into files: JSON in ASCII, always in the same order."""
    return json.dumps(made, sort_keys=True)


def read_recipe(path: str | Path) -> dict[str, Any]:
    """The recipe inside a PNG, SVG or PDF that Chainrule wrote. Raises DataError where there is none."""
    data = read_bytes(path, limit=LARGEST_FILE)
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise DataError(f"{shown(path)}: recipes are read from {', '.join(SUFFIXES)}")
    text = {".png": _from_png, ".svg": _from_svg, ".pdf": _from_pdf}[suffix](data)
    try:
        made = json.loads(text) if 0 < len(text) <= LARGEST_RECIPE else None
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict) or "chainrule" not in made:
        raise DataError(f"{shown(path)}: holds no recipe; allowed are figures that Chainrule wrote")
    if made["chainrule"] != VERSION:
        raise DataError(f"{shown(path)}: recipe of version {met(made['chainrule'])}, allowed is {VERSION}")
    return made


def holds_recipe(path: str | Path) -> bool:
    """Whether a file is to be read as a figure: an SVG or PDF, or a PNG with a recipe, for others are pictures."""
    suffix = Path(path).suffix.lower()
    if suffix != ".png":
        return suffix in SUFFIXES
    try:
        return bool(_from_png(read_bytes(path, limit=LARGEST_FILE)))
    except DataError:
        return False


def _from_png(data: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer, QByteArray(b"png")).text("Description")


def _from_svg(data: bytes) -> str:
    return _unescaped(_DESC.search(data))


def _from_pdf(data: bytes) -> str:
    return _unescaped(_XMP.search(data))


def _unescaped(found: re.Match[bytes] | None) -> str:
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""

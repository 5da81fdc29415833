"""The words of a command for a tip: its title, its keys as they are now, and what it does."""

from collections.abc import Mapping

from explorer.command import Command
from explorer.view import Spot


def tip_words(command: Command) -> str:
    """Title with keys, and below it what the command does."""
    keys = f" ({', '.join(command.keys)})" if command.keys else ""
    return f"{command.title}{keys}\n{command.tip}".strip()


def first_key(command: Command) -> str:
    """The key to name in a sentence; the title where the command has none."""
    return command.keys[0] if command.keys else f"“{command.title}”"


def spot_words(spot: Spot, commands: Mapping[str, Command]) -> str:
    """The tip of a place on a picture; where a click does what keys do as well, its last line names them."""
    request = spot.request
    command = commands.get(request.command) if request is not None and request.argument is None else None
    words = spot.tip
    return f"{words}\nKeys: {', '.join(command.keys)}" if words and command is not None and command.keys else words


def ring_words(spot: Spot, commands: Mapping[str, Command]) -> str:
    """What the ring says of a place: its tip, and on a row of a list what keys do to that."""
    row = [key for key, wish in (("Delete removes it", spot.remove), ("Space switches it", spot.switch)) if wish]
    return "\n".join(filter(None, (spot_words(spot, commands), ", ".join(row))))

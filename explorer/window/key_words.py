"""The words of a command for a tip: its title, its keys as they are now, and what it does."""

from explorer.command import Command


def tip_words(command: Command) -> str:
    """Title with keys, and below it what the command does."""
    keys = f" ({', '.join(command.keys)})" if command.keys else ""
    return f"{command.title}{keys}\n{command.tip}".strip()


def first_key(command: Command) -> str:
    """The key to name in a sentence; the title where the command has none."""
    return command.keys[0] if command.keys else f"“{command.title}”"

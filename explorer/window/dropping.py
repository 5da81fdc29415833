"""What is dropped on the window: files and folders of this computer, of which one can be opened at a time."""

from PySide6.QtCore import QMimeData

from engine.exchange.wording import shown


def dropped(data: QMimeData) -> tuple[str, ...]:
    """The paths of the files and folders that are dropped, in their order; none for text, or for what is elsewhere."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())


def dropped_words(paths: tuple[str, ...]) -> str:
    """What to say where more was dropped than can be opened, else nothing."""
    if len(paths) < 2:
        return ""
    return (
        f"{len(paths)} things were dropped; one can be opened at a time, so this is the first of them: "
        f"{shown(paths[0])}. Pictures are opened together as a folder."
    )

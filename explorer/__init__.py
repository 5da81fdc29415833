"""The explorer: a window in which a person steps through a trace, forward and in reverse."""

from engine.trace import Trace


def show(trace: Trace, *, title: str = "Trace") -> object:
    """Opens a window on a trace, from a script or a notebook.

    Where Qt's event loop runs already (a notebook with `%gui qt`, an application of your own) it returns the window at
    once: keep it, or it closes. Otherwise it stays until the window is closed and returns None. Raises ChainruleError
    where there is no display.
    """
    from explorer.application import show_trace  # Qt, only when a window is wanted: the engine's users need none

    return show_trace(trace, title)


__all__ = ["show"]

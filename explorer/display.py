"""The display: whether a window can be shown, asked for before Qt is, which ends the program where there is none."""

import ctypes
import os
import socket
import sys

NO_DISPLAY_WORDS = "there is no display to show a window on (set DISPLAY, or use ssh -X)"


def has_display() -> bool:
    """Whether a window can be shown: a server that answers on Linux, anything elsewhere; Qt's own choice counts."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform and not platform.startswith(("xcb", "wayland")):
        return True
    return not sys.platform.startswith("linux") or _x_answers() or _wayland_answers()


def _x_answers() -> bool:
    """Whether DISPLAY names an X server that lets us in."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # not ours to judge: Qt says what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers() -> bool:
    """Whether WAYLAND_DISPLAY names a socket that somebody listens on."""
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2.0)
        try:
            client.connect(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), name))
        except OSError:
            return False
    return True

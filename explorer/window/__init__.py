"""The window: panels from the registry of views, menus and keys from the registry of commands; it knows none by name."""

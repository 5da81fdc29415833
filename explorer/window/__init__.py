"""The window: panels, menus and keys from the registries of views and commands; it knows none by name."""

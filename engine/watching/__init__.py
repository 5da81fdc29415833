"""Watching: expressions and conditions over the values and adjoints of a run, read from texts."""

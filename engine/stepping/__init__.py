"""Stepping: the order of all events of a run, and places between them that a cursor can stand at."""

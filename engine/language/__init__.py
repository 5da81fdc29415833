"""The equation language: texts that read like the paper become networks, checked when they are read."""

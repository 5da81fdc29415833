"""Recordings: training runs on disk from which any iteration is computed again exactly as it was."""

"""Derivation: from the forward equations of a network to the equations of its backward pass."""

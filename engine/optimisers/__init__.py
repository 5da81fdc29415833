"""Optimisers: rules written as equations whose moments are iterations, and programs that end with an update."""

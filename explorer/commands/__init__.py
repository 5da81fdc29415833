"""Commands: a leaf for each group of actions, found by walking this package."""

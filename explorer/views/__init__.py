"""Views: a leaf each, found by walking this package."""

"""Notation: any expression as LaTeX for the typesetter and as plain text for a terminal."""

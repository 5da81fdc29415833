"""Scenery: what several pictures draw of a scene, quantities with their badges and tips, and flows with their numbers."""

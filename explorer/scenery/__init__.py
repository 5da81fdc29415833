"""Scenery: quantities with their badges and tips, and flows with their numbers, as several pictures draw them."""

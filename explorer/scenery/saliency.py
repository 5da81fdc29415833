"""Saliency: the key under which the state keeps that only what passes through one unit is looked at."""

THROUGH = "picture: through one unit"

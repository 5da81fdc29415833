"""Colours, maps, fonts and number formats: the only place from which any of them is taken."""

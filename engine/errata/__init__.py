"""Printed against verified: the equations of the four papers as records, and how far each is from what is derived."""

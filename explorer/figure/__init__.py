"""Figures: what a view shows, laid out on a page with caption and provenance, as PNG, SVG and PDF."""

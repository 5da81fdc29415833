"""The drawing kit: primitives on a QPainter that serve the screen, PNG, SVG and PDF alike, and know no engine."""

"""Training: iterations that follow from one another, each of which can be run again exactly as it was."""

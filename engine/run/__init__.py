"""The run: a program, inputs and parameters become a trace; values can be put in by hand on the way."""

"""The plan: a program becomes fast NumPy, generically; the interpreter stays as the reference."""

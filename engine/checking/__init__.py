"""Checking: every derived adjoint against central differences of the objective, worst first."""

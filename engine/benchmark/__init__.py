"""The engine's benchmark: a plan against the products alone and, where it is installed, against PyTorch."""

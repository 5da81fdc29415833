"""Data and weights in and out of the engine: tables, spectrum sweeps, named arrays, synthetic channels, sequences.

Everything here reads regular files only, limits sizes before it allocates, never unpickles, follows no path found
inside a file, and answers every unusable file with one `DataError` of one line.
"""

"""Measurements of this software on the machine they run on: `python -m tests.bench`, or `make bench`.

Nothing here is a test: a test says yes or no, and time is no reason for a no on somebody else's machine.
"""

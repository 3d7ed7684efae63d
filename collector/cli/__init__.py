"""`beheld`: everything an operator does to a collector from the command line, one module for each group of commands."""

from collector.cli.entry import commands, main

__all__ = ["commands", "main"]

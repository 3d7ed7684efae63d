"""The collector as a process of its own: how it listens, how it ends, and what it bears."""

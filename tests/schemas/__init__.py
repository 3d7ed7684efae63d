"""The description of events: what is taken, what is refused and why, and that both checks agree."""

"""The description of events: what is taken, what is rejected and why, and that both checks agree."""

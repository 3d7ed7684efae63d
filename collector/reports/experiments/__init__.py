"""The report of experiments: who is compared, what came of it, and what may be concluded."""

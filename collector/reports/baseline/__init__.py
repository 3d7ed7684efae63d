"""The report of what happened beside a baseline: described, with how far the same comparison swings by itself."""

"""The report of retention: who comes back."""

"""The demo: its shop, its simulated visitors, and a trip of a real browser through all of it."""

"""`python -m tests.torture`: kills, power cuts and attacks on real collectors, and what became of their promises.

Each rig first proves that it notices a fault that was planted for it.
"""

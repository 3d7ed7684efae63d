"""The demo, mounted by `beheld demo` only: a shop to walk through, and simulated visitors for its reports."""

VISITORS = 900
"""so many are simulated, of three months, by default"""

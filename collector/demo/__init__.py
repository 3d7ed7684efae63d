"""The demo, mounted by `beheld demo` only: a shop to walk through, and simulated visitors for its reports."""

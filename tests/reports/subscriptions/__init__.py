"""Subscriptions: by hand, against a second computation, and on data that others published."""

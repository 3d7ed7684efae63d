"""Experiments as documents: what they hold, how they change, what is served of them. All pure: "now" is an argument."""

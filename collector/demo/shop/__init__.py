"""A tea shop as a customer of Beheld would run it: its pages, what they show, and its own JavaScript."""

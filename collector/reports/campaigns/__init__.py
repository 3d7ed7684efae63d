"""The report of campaigns: what their actions brought together, and what they cost."""

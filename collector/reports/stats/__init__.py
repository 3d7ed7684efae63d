"""Statistics: sums in, numbers out. Nothing here knows of stores, reports or pages."""

"""A second opinion on every number: the definitions once more, in plain Python that shares nothing with the collector."""

"""A second opinion on every number: the definitions again, in plain Python that shares nothing with the collector."""

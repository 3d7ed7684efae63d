"""Whether the data of a site makes sense, and what to do where it does not."""

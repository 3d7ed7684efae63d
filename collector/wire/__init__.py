"""The wire: turns a request into a verdict for each of its events, and reports the state of the server."""

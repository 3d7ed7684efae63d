"""The server of Beheld."""

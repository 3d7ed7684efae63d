"""`beheld experiment`: experiments from the command line."""

"""What repeats the description of an event, made from it: `make generate` writes it, a test compares it."""

"""Which delivered actions conversions are credited to."""

"""The manual of Beheld: what holds, one fact for each test."""

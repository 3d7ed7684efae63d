"""Lays out the events of a closed set of persons, and knows which persons have to be taken together."""

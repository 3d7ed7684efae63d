"""Changing experiments for the API, the pages and the command line alike: checked, made and logged at once."""

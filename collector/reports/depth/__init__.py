"""How deep visitors came on the pages where an action was placed."""

"""The settings pages: what a site's actions, campaigns and goals are, its money, notes, keys, and what it collects."""

"""Three months of simulated visitors of the shop, as the events that their browsers and its servers would send."""

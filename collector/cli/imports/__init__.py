"""`beheld import`: events of the past from files of many makes, checked, then stored under a label."""

"""What the statistics of experiments promise, shown: how often they err, and that other packages come to the same."""

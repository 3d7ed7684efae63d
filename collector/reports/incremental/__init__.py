"""The report of incremental revenue: what actions and personalization earned that would not have come without them."""

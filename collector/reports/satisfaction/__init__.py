"""The report of satisfaction: what surveys were answered."""

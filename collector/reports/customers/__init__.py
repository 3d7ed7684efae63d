"""The report of customers: what they bought, and what they are worth."""

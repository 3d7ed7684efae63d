"""The report of subscriptions: what recurs each month, what moved it, and who stays."""

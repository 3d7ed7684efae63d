"""The reports of customers and of retention."""

"""The report of whether what campaigns and actions cost is paid back."""

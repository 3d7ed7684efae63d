"""What is shown of reports: as JSON, as pages, in the terminal. It computes nothing."""

"""The report on costs and ROI, by hand."""

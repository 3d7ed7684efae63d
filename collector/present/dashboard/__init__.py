"""The pages of reports: what a period brought, in a frame of period, comparison and segments that stays."""

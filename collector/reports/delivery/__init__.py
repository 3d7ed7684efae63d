"""Why what was placed was not seen."""

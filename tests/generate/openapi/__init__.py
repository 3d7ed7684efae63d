"""static/openapi.json: the API, described for programs."""

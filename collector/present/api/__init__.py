"""The API for programs: JSON over HTTP, each module a few routes."""

"""The store in one SQLite file: everything that knows this engine is in this folder."""

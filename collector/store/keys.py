"""The kinds of keys that a site has, each with the beginning by which people know it."""

from __future__ import annotations

PUBLIC, SECRET, READ, ADMIN = "public", "secret", "read", "admin"
PREFIXES = {PUBLIC: "pk_", SECRET: "sk_", READ: "rk_", ADMIN: "ak_"}
KINDS = tuple(PREFIXES)

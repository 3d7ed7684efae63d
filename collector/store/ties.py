"""How many others a name may tie together before it stands for a crowd: the limits, for all engines and reports."""

from __future__ import annotations

MAX_TIED = 50
"""A user whom more visitors name is a shared account; a visitor that names more users is a shared device."""
MAX_ORDERS = 200
"""A visitor with more orders is not tied to other buyers by them."""
LIMITS = {"most": MAX_TIED, "most_orders": MAX_ORDERS}
"""The same, as SQL has them."""

"""The rules by which events are judged, each once: facts, reports, the snippet and the documents take them from here.

What each of them means stands in docs/definitions.md.
"""

from __future__ import annotations

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS

SESSION_GAP_MS = HOUR_MS // 2
"""A longer break ends a session; as long after it, what happened outside the web still belongs to it."""
CREDIT_WINDOW_MS = 30 * DAY_MS
"""So long before a conversion a delivery may have led to it, in what facts keep and by default in reports."""
ATTENTION_MS = 10_000
"""Who looked at their only page as long did not bounce."""
CONFIRMATION_MS = 10_000
"""A conversion less than so long after its view began is reported by a confirmation page."""
SAME_ORDER_MS = DAY_MS
"""Of reports of one order no further apart than this, a browser's decides whose order a server's is."""
MAX_TIED = 50
"""A user whom more visitors name is a shared account; a visitor that names more users is a shared device."""
MAX_ORDERS = 200
"""A visitor with more orders is not tied to other buyers by them."""
MAX_SPAN_MS = 7 * DAY_MS
"""Nothing is measured in one go for longer: visibility, attention, and the thresholds for them."""
TOO_LATE_MS = DAY_MS
"""An event that claims to be of so long after its receipt is rejected."""
KEPT_BY_BROWSERS_MS = 7 * DAY_MS
"""So long a browser keeps what it could not send: with the public key nothing older is believed."""
BEFORE_EXPERIMENT_MS = 28 * DAY_MS
"""What persons spent so long before their first exposure makes an experiment more precise."""
CONSENT = "granted"
"""What the snippet assumes of a visitor who has not chosen, where the site sets nothing else."""

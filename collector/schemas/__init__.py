"""The one description of a batch and of every type of event: it checks, it explains, and it documents."""

from collector.schemas.batch import MAX_EVENTS, Batch, read_batch
from collector.schemas.reading import read_event, read_event_leniently

__all__ = ["MAX_EVENTS", "Batch", "read_batch", "read_event", "read_event_leniently"]

"""The wire: what senders can send, and every answer they can get."""

"""Answers to questions, from fact tables and a person's own events: one module and its `.sql` files per question."""

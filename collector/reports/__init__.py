"""Answers to questions, from the fact tables and a person's own events. One module and its `.sql` files per question."""

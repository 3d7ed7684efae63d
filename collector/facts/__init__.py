"""What is concluded from events: persons, sessions, impressions, orders, conversions, each one `.sql` file."""

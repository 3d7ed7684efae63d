"""What recommendations earn: the contribution of each widget."""

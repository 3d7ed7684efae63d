"""What a tracker costs the page it is in: main-thread time in a real Chromium, beside the same page without one."""

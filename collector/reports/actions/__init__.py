"""The report on actions: what each was shown, seen, clicked, and what it earned."""

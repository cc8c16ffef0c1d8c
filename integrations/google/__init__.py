"""Google Calendar: an own secondary calendar, reached with the right to see nothing else."""

"""What has happened: facts that are only ever appended, and what they add up to."""

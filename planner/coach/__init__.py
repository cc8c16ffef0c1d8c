"""The coach: from questions to a plan, by rules one can read."""

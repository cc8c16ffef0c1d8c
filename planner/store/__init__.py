"""The state of one plan on disk: facts, bases, intents and cursors in one SQLite file."""

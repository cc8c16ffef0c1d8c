"""Job postings: from their text to what they ask for, how often, and what of that a person has."""

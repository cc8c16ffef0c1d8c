"""Todoist, by a server on this machine that plays it."""

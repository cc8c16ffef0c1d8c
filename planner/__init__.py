"""Career plans that live in the calendar and task list a person already looks at."""

__version__ = "0.1.0"

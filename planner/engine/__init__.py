"""From a plan to dates: pure functions over immutable values, the same on every machine."""

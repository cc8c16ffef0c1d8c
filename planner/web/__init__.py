"""The feed and the page: one small server on this computer."""

"""The background service: what runs when, and what it tells systemd."""

"""The services that a plan is pushed to, one module each."""

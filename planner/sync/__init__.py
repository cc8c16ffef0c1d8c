"""What targets are told and what they tell: pure decisions, and the runner that carries them out."""

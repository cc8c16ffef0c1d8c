"""Text, JSON and pictures from values: no clock, no disk, no terminal."""

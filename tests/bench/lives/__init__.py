"""Simulated lives: people who follow a plan, and what the engine told them on the way."""

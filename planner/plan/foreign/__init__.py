"""Plans and lists of other programs, read as steps. Pure functions over texts; nothing is guessed in silence:
what can't be used is told with its line.
"""

"""What a person wrote: the plan as values, how it is read, checked and described to editors."""

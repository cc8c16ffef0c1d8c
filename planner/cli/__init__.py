"""The command line: thin commands, one module per group. Only this package prints and exits."""

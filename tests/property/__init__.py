"""Hypothesis draws more of the numbers and words that it finds in the modules that are loaded. So all of ours
are: which tests ran before in the same process changes no example.
"""

import pkgutil
from importlib import import_module

for package in ("planner", "integrations"):
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        import_module(module.name)

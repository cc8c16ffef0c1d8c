"""Property tests draw the same examples on every run, so that a red run means a change.

`pytest --hypothesis-profile=roaming` draws new ones.
"""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("roaming", derandomize=False, deadline=None)
settings.load_profile("steady")

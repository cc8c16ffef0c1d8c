"""How we behave towards any server: when to wait, to try again, to look what happened, or to stop.

Every target that speaks HTTP goes through a `Line`; vendors only say what their own refusals mean.
"""

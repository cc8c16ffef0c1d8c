"""Adding to a plan's text without touching the rest: comments, order, quotes and layout stay as they are.

What an edit means is worked out on the plan's tree, apart from any text; what it writes is read again and
compared. It says what was meant and nothing else, or nothing comes out.
"""

from planner.plan.edit.steps import Mistake, Mistaken, NewStep, add_steps
from planner.plan.edit.tasks import add_task, add_tasks

__all__ = ["Mistake", "Mistaken", "NewStep", "add_steps", "add_task", "add_tasks"]

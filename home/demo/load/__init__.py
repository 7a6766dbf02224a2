"""Loading the demo school: one module for each room, run in order by ``load_school``."""

from home.demo.load.steps import load_school

__all__ = ["load_school"]

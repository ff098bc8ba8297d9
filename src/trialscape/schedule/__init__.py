"""The refresh schedule: when it fires, what a run does, and how it ends; the one home of apscheduler."""

from trialscape.schedule.alive import Alive, read_alive
from trialscape.schedule.service import Service
from trialscape.schedule.times import WallClock, next_times

__all__ = ["Alive", "Service", "WallClock", "next_times", "read_alive"]

"""The refresh schedule: when it fires, what a run does, and how it ends; the only room that uses apscheduler."""

from trialscape.schedule.fire_times import WallClock, next_times
from trialscape.schedule.scheduler_heartbeat import Alive, read_alive
from trialscape.schedule.service import Service

__all__ = ["Alive", "Service", "WallClock", "next_times", "read_alive"]

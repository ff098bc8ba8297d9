"""The refresh schedule: when it fires, what a run does, and how it ends; the only room that uses apscheduler."""

from trialscape.schedule.fire_times import WallClockTrigger, next_times
from trialscape.schedule.scheduler_heartbeat import SchedulerHeartbeat, read_scheduler_heartbeat
from trialscape.schedule.service import RefreshService

__all__ = ["RefreshService", "SchedulerHeartbeat", "WallClockTrigger", "next_times", "read_scheduler_heartbeat"]

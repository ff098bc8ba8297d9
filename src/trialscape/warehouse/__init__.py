"""The derived database: built as a new file, checked, published by one atomic switch, and read-only for all readers."""

from trialscape.warehouse.build import Builder
from trialscape.warehouse.publish import current_path
from trialscape.warehouse.reader import Warehouse, open_current
from trialscape.warehouse.snapshot import Snapshot

__all__ = ["Builder", "Snapshot", "Warehouse", "current_path", "open_current"]

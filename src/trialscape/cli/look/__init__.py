"""Commands that show the content of the warehouse: segments, find, agents, readouts, report, export."""

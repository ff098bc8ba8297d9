"""Commands that get data in: refresh, build, doctor, and the configuration they follow."""

"""Commands that fetch data and build: refresh, build, doctor, and the configuration."""

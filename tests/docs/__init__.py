"""The documentation: pages that are made from the sources, and tests of every command and number that pages show."""

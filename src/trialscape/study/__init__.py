"""The registry record as data: its shape, the flat ``Study`` made from it, and signals for unexpected content."""

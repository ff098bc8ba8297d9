"""From the JSON of one record to a ``Study``, with a signal for every value that does not fit."""

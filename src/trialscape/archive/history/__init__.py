"""Changes of the tracked set: arrivals and departures, by our clock and by the registry's."""

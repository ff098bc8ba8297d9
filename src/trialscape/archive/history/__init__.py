"""How the tracked set moved: arrivals and departures, and the same by the registry's clock."""

"""What changed: in go two days or a span of time, out come changes, movements and the digest."""

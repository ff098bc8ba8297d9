"""What changed. In: two days or a span of time. Out: changes, movements and the digest."""

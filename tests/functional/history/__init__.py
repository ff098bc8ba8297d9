"""The commands that look back: earlier days, changes between days, differences and digests."""

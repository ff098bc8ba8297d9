"""What differs between two versions of a trial, what moved in the tracked set, and the materiality of each change."""

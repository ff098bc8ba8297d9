"""What differs between two versions of a trial, what moved in the tracked set, and how much each of these matters."""

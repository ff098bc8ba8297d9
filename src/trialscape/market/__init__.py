"""From a report's claims to audits and share intervals; pure, without files or network."""

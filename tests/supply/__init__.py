"""Checks of what trialscape is made of: locked versions with hashes, licences, advisories and the bill of materials."""

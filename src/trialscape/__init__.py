"""trialscape: immuno-oncology trials after checkpoint-inhibitor failure, set against published market segments."""

__version__ = "0.1.0"

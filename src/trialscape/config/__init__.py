"""The configuration: ``load`` returns frozen objects, or raises every fault at once."""

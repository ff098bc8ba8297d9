"""Outputs for readers: digests, workbooks and exported tables made from the marts."""

"""The published figures for assistants (Model Context Protocol); in: a data folder, out: answers with caveats."""

"""What all commands share: options, filters, output and logs."""

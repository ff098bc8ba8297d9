"""What people open: pages, workbooks and exported tables made from the marts."""

"""What a person touches: the command line and the pages. Shows answers and computes nothing."""

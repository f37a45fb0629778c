"""What the demo pictures are drawn with."""

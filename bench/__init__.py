"""How fast is it, as ratios to plain yardsticks measured in the same run? ``python -m bench`` prints a table."""

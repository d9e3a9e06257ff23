"""How fast is it, as ratios to plain yardsticks measured in the same run? ``python -m bench`` prints a table."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scripts"))  # for neo4j_server, which is a script and no package

"""Properties draw the same cases on every machine and every day, and leave nothing in the repository."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "turncoat-hypothesis")
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")

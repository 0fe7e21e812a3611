"""A pytest plugin (``-p preclear.testing.home``): tests never touch this person's own data folder.

It must be named on pytest's command line or in ``addopts``: pytest-django reads the settings before any conftest.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    _home = tempfile.mkdtemp(prefix="preclear-home-")
    atexit.register(shutil.rmtree, _home, ignore_errors=True)
    os.environ["PRECLEAR_HOME"] = _home

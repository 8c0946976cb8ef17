"""`python -m analysis` is `regional-iot`."""

import sys

from analysis.cli import main

sys.exit(main())

"""What ends a command early: a failure of the machine, the call or the configuration.

Faulty content is never raised; it is a finding (see `findings.py`).
"""

from __future__ import annotations


class BulletinError(Exception):
    """Something outside the content is wrong; its text is one Chinese sentence with the remedy. Exit code 2."""

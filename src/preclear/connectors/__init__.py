"""What lies outside: registers of employers, permits, recruiters and schools, and the mail server.

Set up by configuration, each with a time limit. A register that is silent is never adverse to anybody.
"""

from preclear.connectors.configured import load
from preclear.connectors.csv_register import CsvRegister
from preclear.connectors.http_register import HttpRegister

__all__ = ["CsvRegister", "HttpRegister", "load"]

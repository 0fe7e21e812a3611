"""Registers outside: employers, permits, recruiters, schools. Configured, with time limits, never adverse when silent."""

from preclear.connectors.configured import load
from preclear.connectors.csv_register import CsvRegister
from preclear.connectors.http_register import HttpRegister

__all__ = ["CsvRegister", "HttpRegister", "load"]

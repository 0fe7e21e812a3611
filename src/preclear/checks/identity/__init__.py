"""Checks of registers of persons: is this who it says?"""

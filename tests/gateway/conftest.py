from carriers_kit import filled, options, seal, store

__all__ = ["filled", "options", "seal", "store"]

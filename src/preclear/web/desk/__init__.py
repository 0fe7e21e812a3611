"""The officers' desk: work, dossier, matches, proposals, second views and appeals."""

"""The traveller's pages: apply one question at a time, see where the application is, answer, read the decision."""

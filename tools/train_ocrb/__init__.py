"""How the model of ``preclear.documents.images.ocrb`` was made. Not part of the wheel."""

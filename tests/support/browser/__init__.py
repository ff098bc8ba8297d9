"""An installed browser and the picture that it takes."""

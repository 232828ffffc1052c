"""An arranged issue and a layout → a Word document."""

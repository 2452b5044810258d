"""What is worth computing about optimizers on surfaces: specs in, arrays out."""

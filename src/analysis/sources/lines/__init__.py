"""Lists in running text: numbers, bullets, names under places, sentences."""

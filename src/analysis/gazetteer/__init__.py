"""The register of Japanese public bodies: codes, names, types, regions, validity."""

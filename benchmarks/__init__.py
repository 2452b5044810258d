"""How fast Descent Lab is: `make bench`, or `python -m benchmarks [name …]`.

One file a story. Targets are judged, never enforced.
"""

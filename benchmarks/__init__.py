"""How fast Descent Lab is: `make bench`, or `python -m benchmarks [name …]`. One file a story; targets are judged, never enforced."""

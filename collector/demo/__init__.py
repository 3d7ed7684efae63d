"""The demo: a shop to walk through, and simulated visitors so that its reports have something to show."""

from collector.demo.run import populate, run_demo

__all__ = ["populate", "run_demo"]

from tests.google.fixtures import cycle, google, simulator_port

__all__ = ["cycle", "google", "simulator_port"]

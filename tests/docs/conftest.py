from tests.google.fixtures import google, simulator_port

__all__ = ["google", "simulator_port"]

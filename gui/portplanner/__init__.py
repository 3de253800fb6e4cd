"""Port Planner: the network ports, connectors and names that an Exchange deployment needs."""

__version__ = "0.1.0"

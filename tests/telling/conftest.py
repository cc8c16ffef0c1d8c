from tests.system.conftest import nurse

__all__ = ["nurse"]

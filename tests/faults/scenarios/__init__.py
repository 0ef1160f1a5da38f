"""How each write is sent, a file a subject; every file here is read, so a new one only needs to be there."""

import pkgutil
from importlib import import_module

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

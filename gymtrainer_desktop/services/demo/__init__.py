"""The demo gym: invented people with weeks of believable training, the same for the same seed and day."""

from gymtrainer_desktop.domain.demo import DemoGym, DemoSignIn
from gymtrainer_desktop.services.demo.fill import fill_demo_gym

__all__ = ["DemoGym", "DemoSignIn", "fill_demo_gym"]

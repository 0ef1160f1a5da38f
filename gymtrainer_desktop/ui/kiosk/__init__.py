"""The screen on the wall: members identify themselves, see today's workout and log it by touch alone."""

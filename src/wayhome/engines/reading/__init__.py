"""What does this report say was promised, asked, refused, done, and by whose account?"""

from wayhome.engines.reading.draft import Draft

__all__ = ["Draft"]

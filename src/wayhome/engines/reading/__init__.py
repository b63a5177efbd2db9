"""What does this report say was promised, asked, refused, done, and by whose account?"""

from wayhome.engines.reading.draft import Draft
from wayhome.engines.reading.people import RosterPerson
from wayhome.engines.reading.read import read_report

__all__ = ["Draft", "RosterPerson", "read_report"]

"""Tables of exchanges. Written only by this app's services."""

from wayhome.apps.exchange.models.draws import Draw, Share
from wayhome.apps.exchange.models.exchanges import SIDES, Exchange, ExchangeSide, Site
from wayhome.apps.exchange.models.handover import (
    Aboard,
    Batch,
    Counted,
    HandoverStep,
    Receipt,
    Vehicle,
    Waiver,
)
from wayhome.apps.exchange.models.lines import AgreedLine, Category, Line, LineEvent
from wayhome.apps.exchange.models.lists import Acceptance, ExchangeList, Listed
from wayhome.apps.exchange.models.plans import Plan, PlanJob, PlanLine
from wayhome.apps.exchange.models.private import Absence, StopDecision, Wish

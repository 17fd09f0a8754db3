"""Another pathway that is not there."""

from engine.language import start
from tests.support.faultless import a_call, a_pathway

PATHWAY = a_pathway(a_call(), start("help_with_flares", "flareup"))

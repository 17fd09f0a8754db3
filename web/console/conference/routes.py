"""All the routes of the conference."""

from web.console.conference import acts, agenda, answering, case, deciding

ROUTES = (*agenda.ROUTES, *case.ROUTES, *acts.ROUTES, *deciding.ROUTES, *answering.ROUTES)

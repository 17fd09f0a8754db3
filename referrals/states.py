"""The time zone of a state, where the whole state has one. Where it has two, nobody is placed by guess."""

_EASTERN, _CENTRAL, _MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
_PACIFIC, _HAWAII = "America/Los_Angeles", "Pacific/Honolulu"
_ZONES = {
    _EASTERN: (
        "CT Connecticut|DE Delaware|DC District of Columbia|GA Georgia|ME Maine|MD Maryland|MA Massachusetts|"
        "NH New Hampshire|NJ New Jersey|NY New York|NC North Carolina|OH Ohio|PA Pennsylvania|RI Rhode Island|"
        "SC South Carolina|VT Vermont|VA Virginia|WV West Virginia"
    ),
    _CENTRAL: (
        "AL Alabama|AR Arkansas|IL Illinois|IA Iowa|LA Louisiana|MN Minnesota|MS Mississippi|MO Missouri|"
        "OK Oklahoma|WI Wisconsin"
    ),
    _MOUNTAIN: "CO Colorado|MT Montana|NM New Mexico|UT Utah|WY Wyoming",
    _PACIFIC: "CA California|WA Washington",
    _HAWAII: "HI Hawaii",
}
_BY_STATE = {
    name.lower(): zone
    for zone, states in _ZONES.items()
    for state in states.split("|")
    for name in state.split(" ", 1)
}


def zone_of_state(state: str | None, country: str | None) -> str | None:
    if state is None or country not in (None, "US"):
        return None
    return _BY_STATE.get(state.strip().lower())

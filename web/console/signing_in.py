"""Signing in and out: a name and a password, a code if the account asks for one, a password of one's own at first."""

from fastapi import Response
from fastapi.responses import RedirectResponse

from database import accounts, sessions
from database.accounts import Account
from web.console.asked import HOME, Asked, here
from web.console.gate import SECOND, SIGN_IN, cookie
from web.console.passwords import digest, new_word, weakness
from web.console.rules import OPEN, SIGNED_IN, Route, Rule

CODE_WANTED = Rule(roles=SIGNED_IN.roles, step="second")
ONES_OWN = Rule(roles=SIGNED_IN.roles, step="password")
NOT_LET_IN = "That name and password do not let you in. After five tries nobody gets in under that name for 15 minutes."
NOT_THE_CODE = "That code does not fit, or was used already. Wait for the next one."


async def sign_in_page(asked: Asked) -> Response:
    if asked.session is not None and asked.session.whole:
        return RedirectResponse(here(asked.query.get("next", HOME)), 303)
    return asked.page("sign_in.html", onward=asked.query.get("next", ""))


async def sign_in(asked: Asked) -> Response:
    name, onward = asked.form.get("name", "").lower(), asked.form.get("next", "")
    found = await accounts.account(asked.tools.pool, name)
    right = await asked.tools.passwords.fits(
        asked.form.get("password", ""), None if found is None else found.password
    )
    if found is None or not right or found.locked or found.disabled:
        if found is not None and not right:
            await accounts.failed(asked.tools.pool, name)
        asked.about = "not let in"
        return asked.page("sign_in.html", 401, onward=onward, refused=NOT_LET_IN, name=name)
    return await _let_in(asked, found, here(onward))


async def _let_in(asked: Asked, found: Account, onward: str) -> Response:
    """Always under a new word: one that was there before is worth nothing."""
    if asked.session is not None:
        await sessions.end(asked.tools.pool, asked.session.digest)
    word, whole = new_word(), found.second is None
    await sessions.begin(asked.tools.pool, digest(word), found.name, whole=whole)
    if whole:
        await accounts.went_well(asked.tools.pool, found.name)
    return _holding(asked, RedirectResponse(onward if whole else f"{SECOND}?next={onward}", 303), word)


def _holding(asked: Asked, answer: Response, word: str) -> Response:
    answer.set_cookie(
        cookie(asked.tools), word, path="/", secure=asked.tools.https, httponly=True, samesite="lax"
    )
    return answer


async def second_page(asked: Asked) -> Response:
    if asked.staff.whole:
        return RedirectResponse(HOME, 303)
    return asked.page("second.html", onward=asked.query.get("next", ""))


async def second(asked: Asked) -> Response:
    pool, onward = asked.tools.pool, asked.form.get("next", "")
    found = await accounts.account(pool, asked.staff.account)
    if found is None or found.locked or not await _code_fits(asked, found):
        if found is not None:
            await accounts.failed(pool, found.name)
        return asked.page("second.html", 401, onward=onward, refused=NOT_THE_CODE)
    word = new_word()
    await sessions.replace_whole(pool, asked.staff.digest, digest(word))
    await accounts.went_well(pool, found.name)
    return _holding(asked, RedirectResponse(here(onward), 303), word)


async def _code_fits(asked: Asked, found: Account) -> bool:
    key = None if found.second is None else asked.tools.second.opened(found.second, found.name)
    if key is None:
        return False
    step = asked.tools.second.step_of(key, asked.form.get("code", ""), await _seconds(asked))
    return step is not None and await accounts.use_code(asked.tools.pool, found.name, step)


async def _seconds(asked: Asked) -> float:
    return float(await asked.tools.pool.fetchval("select extract(epoch from now())"))


async def sign_out(asked: Asked) -> Response:
    await sessions.end(asked.tools.pool, asked.staff.digest)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(cookie(asked.tools), path="/", secure=asked.tools.https, httponly=True)
    return answer


async def password_page(asked: Asked) -> Response:
    return asked.page("password.html")


async def password(asked: Asked) -> Response:
    me, pool = asked.staff, asked.tools.pool
    found = await accounts.account(pool, me.account)
    before, new = asked.form.get("before", ""), asked.form.get("new", "")
    if found is None or found.locked or not await asked.tools.passwords.fits(before, found.password):
        await accounts.failed(pool, me.account)
        return asked.page("password.html", 401, refused="The present password is not right.")
    if (weak := weakness(new, me.account)) is not None:
        return asked.page("password.html", 422, refused=weak)
    if new in (before, ""):
        return asked.page("password.html", 422, refused="That is the present one. Choose another.")
    if new != asked.form.get("again", ""):
        return asked.page("password.html", 422, refused="The two new ones are not the same.")
    await accounts.set_password(pool, me.account, await asked.tools.passwords.hash(new), me.digest)
    return await asked.go(
        HOME, "Your password is changed. Wherever else you were signed in, you are not any more."
    )


async def account_page(asked: Asked) -> Response:
    """A new key each time it is opened: it counts once a code of it was typed."""
    key = None if asked.staff.has_second else asked.tools.second.new_key()
    return asked.page("account.html", key=key, address=_address(asked, key))


async def account(asked: Asked) -> Response:
    me, tools = asked.staff, asked.tools
    key, code = asked.form.get("key", ""), asked.form.get("code", "")
    if me.has_second:
        found = await accounts.account(tools.pool, me.account)
        if found is None or found.locked or not await _code_fits(asked, found):
            await accounts.failed(tools.pool, me.account)
            return asked.page("account.html", 401, key=None, address=None, refused=NOT_THE_CODE)
        await accounts.set_second(tools.pool, me.account, None)
        return await asked.go("/console/account", "You sign in with your password alone from now on.")
    if len(key) != 32 or not key.isalnum() or not key.isascii() or not key.isupper():
        return await asked.go(
            "/console/account", "That key was not made here. Here is a new one.", refused=True
        )
    step = tools.second.step_of(key, code, await _seconds(asked))
    if step is None:
        return asked.page("account.html", 422, key=key, address=_address(asked, key), refused=NOT_THE_CODE)
    await accounts.use_code(tools.pool, me.account, step)
    await accounts.set_second(tools.pool, me.account, tools.second.seal(key, me.account))
    return await asked.go("/console/account", "From now on you are asked for a code when you sign in.")


def _address(asked: Asked, key: str | None) -> str | None:
    return None if key is None else asked.tools.second.address(key, asked.staff.account)


ROUTES = (
    Route(method="GET", path="/console/sign-in", rule=OPEN, answer=sign_in_page),
    Route(method="POST", path="/console/sign-in", rule=Rule(roles=None), answer=sign_in),
    Route(method="GET", path="/console/second", rule=CODE_WANTED, answer=second_page),
    Route(method="POST", path="/console/second", rule=CODE_WANTED, answer=second),
    Route(method="POST", path="/console/sign-out", rule=SIGNED_IN, answer=sign_out),
    Route(method="GET", path="/console/password", rule=ONES_OWN, answer=password_page),
    Route(method="POST", path="/console/password", rule=ONES_OWN, answer=password),
    Route(method="GET", path="/console/account", rule=SIGNED_IN, answer=account_page),
    Route(method="POST", path="/console/account", rule=SIGNED_IN, answer=account),
)

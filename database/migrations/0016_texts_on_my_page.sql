-- "Why did I get this message?" on the patients' pages names what really went out, too.
grant select on posting to carepath_pages;

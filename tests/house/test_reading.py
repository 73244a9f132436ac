"""Every page opens as it is served: before a transaction is begun, on a connection that refuses every change.

Other tests of pages run inside a transaction that is rolled back, in which a lock taken by a page would be granted.
"""

from sqlalchemy.orm import Session

from tests.databases import Database
from tests.house.partnership import ANONYMOUS, EVERYBODY, build
from tests.house.test_access_matrix import EXPECTED, requests_of


def test_every_page_opens_without_a_transaction(fresh_database: Database) -> None:
    app = fresh_database.app
    with fresh_database.engine.connect() as connection, Session(connection, expire_on_commit=False) as session:
        partnership = build(app, session, connection)
        clients = {who: partnership.client(who) for who in EVERYBODY}
        # What programs ask for by a token is no page, and its tests open it by one.
        pages = [(one, rule) for one, rule in requests_of(app) if one.startswith("GET ") and one in EXPECTED]
        with app.test_request_context():
            asked = [(one, app.url_for(rule.endpoint, **partnership.arguments(rule))) for one, rule in pages]
        session.commit()
    opened = {}
    for request, url in asked:
        who = min(EXPECTED[request] - {ANONYMOUS}, key=EVERYBODY.index)
        opened[request] = clients[who].get(url).status_code
    assert {request: code for request, code in opened.items() if code >= 500} == {}
    assert sum(code == 200 for code in opened.values()) > len(opened) / 2, "most are pages, not ways elsewhere"

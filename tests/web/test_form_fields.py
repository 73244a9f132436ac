"""Forms take text alone, whatever a browser or a program sends."""

import io
from typing import Any

from tests.web.browsing import visit


def test_a_file_under_the_name_of_a_text_field_is_not_taken_for_what_was_typed(client: Any) -> None:
    page = visit(client, "/sign-in")
    data = {"csrf_token": page.token, "email": (io.BytesIO(b"x"), "x.txt"), "password": "three plain words"}
    answer = client.post("/sign-in", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "Enter your e-mail address" in answer.get_data(as_text=True)


def test_static_files_carry_headers_and_are_for_this_site_alone(client: Any) -> None:
    answer = client.get("/static/tna.css", buffered=True)
    answer.close()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers

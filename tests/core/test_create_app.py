def test_an_empty_portal_starts(app):
    assert app.test_client().get("/no-such-page").status_code == 404

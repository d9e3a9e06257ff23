"""The browser that tests run in is a real one."""


def test_it_draws_a_page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<main><h1>Who can open the door?</h1></main>")
    assert page.get_by_role("heading").inner_text() == "Who can open the door?"
    context.close()

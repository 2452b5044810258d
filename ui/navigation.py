"""The pages, in the order of the menu."""

PAGES = (
    {"page": "pages/race_page.py", "title": "Race", "icon": ":material/flag:", "url_path": "race", "default": True},
    {"page": "pages/guide_page.py", "title": "Guide", "icon": ":material/menu_book:", "url_path": "guide"},
)

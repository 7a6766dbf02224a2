"""The body of the lesson that the plugin's blocks are written into."""

BODY = [
    {"type": "heading", "value": "One", "id": "b1"},
    {
        "type": "word_cards__deck",
        "id": "b2",
        "value": {
            "title": "First aid",
            "parts": [
                {"type": "card", "value": {"front": "Burn", "back": "Water"}, "id": "p1"},
                {"type": "note", "value": "Slowly", "id": "p2"},
            ],
            "rows": [
                {
                    "type": "item",
                    "id": "r1",
                    "value": [{"type": "card", "value": {"front": "Cut", "back": ""}, "id": "r1a"}],
                }
            ],
        },
    },
    {"type": "quotation", "value": {"text": "Yes", "source": "", "word_cards__voice": "a.ogg"}, "id": "b3"},
]

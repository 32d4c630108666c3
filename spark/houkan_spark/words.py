"""What is said to whoever runs the command: each text in both languages."""

import os

USAGE = 2
UNREADABLE = 3
NOTHING_WRITTEN = 4


class Failure(Exception):
    """Why the command could not do its work: what, where, and what to do."""

    def __init__(self, status: int, ja: str, en: str):
        super().__init__(en)
        self.status = status
        self.ja = ja
        self.en = en

    def text(self, language: str) -> str:
        return f"エラー: {self.ja}" if language == "ja" else f"error: {self.en}"


def language(asked: str) -> str:
    """The language of messages: `auto` goes by the environment, as with the program itself."""
    if asked != "auto":
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "ja" if value.startswith("ja") else "en"
    return "en"

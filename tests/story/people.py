"""The people of the story, each in a browser context of their own, and what each does with labels and buttons alone."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from preclear import bootstrap
from preclear.services import form_path
from preclear.specimens import Specimen
from preclear.specimens.portrait import grey_portrait
from processes import wait_until

FORM = {question.path: question for question in bootstrap.agreement("").form}
_RECORDS = ("cases", "appeals", "clearances")
_REFUSED = (403, 404)


class Person:
    """Somebody with a browser: a tab signed in, and every record whose page was shown in it."""

    def __init__(self, tab: Page, url: str, id_: str = ""):
        self.tab = tab
        self.url = url
        self.id = id_
        self.looked_at: Counter[str] = Counter()
        tab.on("response", self._note)

    def sign_in(self, password: str) -> None:
        self.tab.goto(f"{self.url}/accounts/login/")
        self.tab.get_by_label("E-mail or account name").fill(self.id)
        self.tab.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        expect(self.tab.get_by_role("button", name="Sign out")).to_be_visible()

    def press(self, name: str) -> None:
        with self.tab.expect_navigation():
            self.tab.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        with self.tab.expect_navigation():
            self.tab.get_by_role("link", name=name, exact=True).click()

    def write(self, label: str, text: str) -> None:
        self.tab.get_by_label(label, exact=True).fill(text)

    def choose(self, name: str) -> None:
        """Check the choice that begins with these words; a hint may follow them."""
        self.tab.locator("label").filter(has=self.tab.get_by_text(name, exact=True)).get_by_role("radio").check()

    def heading(self) -> str:
        return self.tab.get_by_role("heading", level=1).inner_text()

    def reads(self, *sentences: str) -> None:
        """These stand on the page, and can be seen."""
        for sentence in sentences:
            expect(self.tab.get_by_text(sentence).locator("visible=true").first).to_be_visible()

    def wait_for_heading(self, heading: str) -> None:
        """Load the page again until its heading is this one."""

        def there() -> bool:
            self.tab.reload()
            return heading == self.heading()

        wait_until(there, f"{self.tab.url} does not come to say {heading!r}")

    def download(self, name: str, folder: Path) -> Path:
        """Save what a link gives."""
        with self.tab.expect_download() as download:
            self.tab.get_by_role("link", name=name).click()
        place = folder / download.value.suggested_filename
        download.value.save_as(place)
        return place

    def _note(self, response) -> None:
        path = urlsplit(response.url).path.split("/")
        if path[1:2] == ["desk"] and path[2] in _RECORDS and response.status not in _REFUSED:
            self.looked_at[path[3]] += 1


class Official(Person):
    """Somebody at the desk."""

    def take(self, button: str) -> None:
        """Take the next one as soon as one waits."""
        self.tab.goto(f"{self.url}/desk/")

        def waits() -> bool:
            self.tab.reload()
            return self.tab.get_by_role("button", name=button).is_enabled()

        wait_until(waits, f"nothing waits for {self.id}: {button}")
        with self.tab.expect_navigation():
            self.tab.get_by_role("button", name=button).click()

    def do(self, name: str) -> None:
        """Follow a button of the bar under the dossier (its name is followed by its key)."""
        with self.tab.expect_navigation():
            self.tab.get_by_role("link", name=name).last.click()

    def open(self, number: str) -> None:
        self.tab.goto(f"{self.url}/desk/")
        self.write("Open by number", number)
        self.press("Open")


class Applicant(Person):
    """A traveller with a passport and papers."""

    def sign_up(self, email: str, password: str) -> None:
        self.tab.goto(f"{self.url}/apply/start")
        self.follow("Create an account")
        self.tab.get_by_label("E-mail address").fill(email)
        self.tab.get_by_label("Password", exact=True).fill(password)
        self.tab.get_by_label("The same password again").fill(password)
        self.press("Create the account")
        expect(self.tab.get_by_role("button", name="Sign out")).to_be_visible()

    def apply(self, specimen: Specimen) -> tuple[str, list[str]]:
        """Go through every page of the form and send it; the reference, and the questions in their order."""
        self.tab.goto(f"{self.url}/apply/start")
        self.follow("Start now")
        self.press("I have read this: begin")
        asked = []
        while "/questions/" in self.tab.url:
            path = self.tab.url.rpartition("/")[2]
            assert path not in asked, f"{path} is asked again"
            asked.append(path)
            self._answer(path, specimen)
            self.press("Save and continue")
        self.tab.get_by_label("My answers are true, as far as I know.").check()
        self.press("Send my application")
        return urlsplit(self.tab.url).path.split("/")[2], asked

    def _answer(self, path: str, specimen: Specimen) -> None:
        if self.tab.get_by_text("Read from your passport.").count():
            return
        question = FORM[path]
        label = question.label["en"]
        if question.kind == "file":
            self.tab.get_by_label(label).set_input_files(_files(path, specimen))
            return
        value = _SAID.get(path, form_path.at(specimen.application, path))
        if value is None:
            return
        value = value[0] if isinstance(value, list) and question.kind != "mrz" else value
        match question.kind:
            case "choice":
                self.choose(question.choices[value]["en"])
            case "country":
                self.tab.get_by_label(label).select_option(value)
            case "date":
                for part, text in zip(("Year", "Month", "Day"), value.split("-"), strict=True):
                    self.write(part, text)
            case "money":
                self.write("Amount", str(value["amount"]))
                self.write("Currency", value["currency"])
            case "mrz":
                self.write(label, "\n".join(value))
            case _:
                self.write(label, value)


_SAID = {"protection.who_filled_in": "me"}
"""What no specimen's form answers."""


def _files(path: str, specimen: Specimen) -> list[dict]:
    """The chip's files for the page that asks for them, a picture for each paper that the specimen has."""
    given = specimen.application["files"]
    if path == "document.chip":
        return [
            _file(one["name"], "application/octet-stream", specimen.files[one["id"]])
            for one in given
            if one["kind"] == "chip"
        ]
    kind = path.removeprefix("files.")
    papers = [one for one in given if one["kind"] == kind]
    return [_file(f"{one['id']}.jpg", "image/jpeg", grey_portrait(one["id"])) for one in papers]


def _file(name: str, media: str, content: bytes) -> dict:
    return {"name": name, "mimeType": media, "buffer": content}

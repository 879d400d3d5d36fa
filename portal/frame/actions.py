from portal.core.action import action, locked
from portal.org.models import Person


@action("person.language")
def speak(person: Person, language: str, *, by: Person) -> None:
    """From now on the portal speaks this language to the person."""
    locked(person).language = language

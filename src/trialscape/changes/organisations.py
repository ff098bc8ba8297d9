"""Whether two names of a sponsor mean one organisation: one owner, the same words, or one name inside the other."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trialscape.forgiving_names import plain
from trialscape.study.model import Sponsor
from trialscape.study.text import plain_line

# The company at the top of a sponsor, or "" for one that is not a known company.
Owner = Callable[[Sponsor], str]

_WORD = re.compile(r"[^\W_]+")
# "M.D." and "MD" are one word.
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_ACRONYM = re.compile(r"\([A-Z][A-Z&-]{1,9}\)")
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Organisations:
    """What is known of organisations: who owns a company, words without meaning, and words that many names have."""

    owner: Owner
    ignored: frozenset[str]
    common: frozenset[str]

    def is_respelt(self, old: str, new: str) -> bool:
        """Return whether two names consist of the same words, legal forms and typography apart.

        A name without other words, such as "Inc.", is compared with its legal form.
        """
        words = self._words(old)
        return words == self._words(new) and (bool(words) or plain(old) == plain(new))

    def are_same(self, old: Sponsor, new: Sponsor) -> bool:
        """Return whether two sponsors are one organisation, or belong to one owner."""
        owners = [self.owner(old), self.owner(new)]
        if all(owners):
            return owners[0] == owners[1]
        return self.is_respelt(old.name, new.name) or self._is_inside(self._words(old.name), self._words(new.name))

    def renamed(self, old: Iterable[Sponsor], new: Iterable[Sponsor]) -> dict[str, str]:
        """Return the new name of each organisation that only the new version has under it."""
        before, after = list(old), list(new)
        names = [{item.name for item in items} for items in (before, after)]
        lost = [item for item in before if item.name not in names[1]]
        gained = [item for item in after if item.name not in names[0]]
        found: dict[str, str] = {}
        for item in lost:
            if item.name in found:
                continue
            same = next((other for other in gained if self.are_same(item, other)), None)
            if same is not None:
                gained.remove(same)
                found[item.name] = same.name
        return found

    def _words(self, name: str) -> tuple[str, ...]:
        bare = _INITIALS.sub(lambda found: found.group().replace(".", ""), _ACRONYM.sub("", name))
        return tuple(word for word in map(plain, _WORD.findall(plain_line(bare))) if word not in self.ignored)

    def _is_inside(self, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
        """Return whether the words of one name stand together in the other, and are not such as many names have."""
        short, long = sorted((first, second), key=len)
        if len(short) < _LEAST_WORDS or self.common.issuperset(short):
            return False
        return any(long[place : place + len(short)] == short for place in range(len(long) - len(short) + 1))

"""An archive of invented papers that speaks OAI-PMH and arXiv's API as they are documented.

https://www.openarchives.org/OAI/openarchivesprotocol.html,
https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import msgspec

from tests.support.paper_server import Reply, Seen

_XML = {"Content-Type": "text/xml"}


class Record(msgspec.Struct, frozen=True):
    """A paper of the archive."""

    number: int
    day: str
    set: str = "cs:cs:LG"
    is_deleted: bool = False

    @property
    def id(self) -> str:
        return f"2601.{self.number:05}"


class Archive:
    """Answers a ``PaperServer``'s requests.

    Attributes:
        records: What it has.
        size: Records of an answer.
        now: The day it is there.
        lost_tokens: How many resumption tokens it will say it does not know.
        is_stuck: Whether it gives the same token again and again.
    """

    def __init__(self, records: list[Record], *, size: int = 2, now: str = "2026-01-20") -> None:
        self.records = records
        self.size = size
        self.now = now
        self.lost_tokens = 0
        self.is_stuck = False

    def answer(self, seen: Seen) -> Reply | None:
        if seen.path == "/oai":
            return Reply(self._oai(seen.query).encode(), headers=_XML)
        if seen.path == "/api/query":
            return Reply(self._api(seen.query).encode(), headers=_XML)
        return None

    def _oai(self, query: dict[str, str]) -> str:
        token = query.get("resumptionToken")
        if token is not None:
            assert set(query) == {"verb", "resumptionToken"}
            if self.lost_tokens:
                self.lost_tokens -= 1
                return self._envelope('<error code="badResumptionToken">expired</error>')
            first, name, begin, end = token.split("|")
        else:
            assert query["metadataPrefix"] == "arXiv"
            first, name = "0", query.get("set", "")
            begin, end = query.get("from", ""), query.get("until", "9999")
        found = [
            record
            for record in self.records
            if record.set.startswith(name) and begin <= record.day <= end
        ]
        if not found:
            return self._envelope('<error code="noRecordsMatch">nothing</error>')
        start = int(first)
        part = found[start : start + self.size]
        after = start if self.is_stuck and token is not None else start + self.size
        more = f"{after}|{name}|{begin}|{end}" if after < len(found) else ""
        told = f'<resumptionToken expirationDate="2026-01-21">{more}</resumptionToken>'
        return self._envelope(
            f"<ListRecords>{''.join(map(_oai_record, part))}{told if token or more else ''}"
            "</ListRecords>"
        )

    def _envelope(self, inner: str) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            f"<responseDate>{self.now}T08:00:00Z</responseDate>"
            f'<request verb="ListRecords">http://archive.example/oai</request>{inner}</OAI-PMH>'
        )

    def _api(self, query: dict[str, str]) -> str:
        found = [record for record in self.records if not record.is_deleted]
        if "id_list" in query:
            wanted = query["id_list"].split(",")
            found = [record for record in found if record.id in wanted]
        start, size = int(query["start"]), min(int(query["max_results"]), self.size)
        entries = "".join(map(_entry, found[start : start + size]))
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            "<id>http://arxiv.org/api/q</id>"
            '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
            f"{len(found)}</opensearch:totalResults>{entries}</feed>"
        )


def _oai_record(record: Record) -> str:
    status = ' status="deleted"' if record.is_deleted else ""
    header = (
        f"<header{status}><identifier>oai:arXiv.org:{record.id}</identifier>"
        f"<datestamp>{record.day}</datestamp><setSpec>{record.set}</setSpec></header>"
    )
    if record.is_deleted:
        return f"<record>{header}</record>"
    return (
        f'<record>{header}<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{record.id}</id>'
        f"<created>2026-01-02</created><authors><author><keyname>Noether</keyname>"
        f"<forenames>Emmy</forenames></author></authors><title>A Study of Sample {record.number}"
        f"</title><categories>cs.LG</categories><abstract>Sample {record.number} is described."
        "</abstract></arXiv></metadata></record>"
    )


def _entry(record: Record) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{record.id}v1</id><published>{record.day}T00:00:00Z"
        f"</published><title>A Study of Sample {record.number}</title><summary>Sample "
        f"{record.number} is described.</summary><author><name>Emmy Noether</name></author>"
        '<category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry>'
    )

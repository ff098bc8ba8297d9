"""The peers that a ranked segment, country or label is compared with."""

from collections.abc import Mapping, Sequence

from trialscape.config.reports.report_files import Statement
from trialscape.market.claims.targets import SubjectReader, UnknownNameError, country, label
from trialscape.market.claims.test_model import PEER, Role, Target


def segment_peers(
    reader: SubjectReader, names: Sequence[str], *, after: str = "", among: Sequence[str] = ()
) -> tuple[Target, ...]:
    """Return the segments of one dimension that are ranked with ``names``.

    Left out, unless named, are residual segments and those that no trial can be put into.
    """
    dimension = next(segment.dimension for segment in reader.report.segment if segment.id == names[0])
    made = []
    for segment in reader.report.segments_of(dimension):
        role: Role = "named" if segment.id in names else "after" if segment.id == after else "other"
        is_ranked = not segment.not_mappable and not segment.residual
        if role == "other" and not (segment.id in among if among else is_ranked):
            continue
        made.append(reader.segment(segment.id, facet=PEER, role=role))
    return tuple(made)


def region_peers(reader: SubjectReader, codes: Sequence[str]) -> tuple[Target, ...]:
    """Return the countries of the report's region that holds the first of ``codes``."""
    region = reader.region_of(codes[0])
    if region is None or region.countries is None:
        raise UnknownNameError(f"No region of the report holds {codes[0]}.")
    every = dict.fromkeys((*codes, *region.countries.all))
    return tuple(country(code, facet=PEER, role="named" if code in codes else "other") for code in every)


def label_peers(reader: SubjectReader, labels: Mapping[str, Sequence[str]]) -> tuple[Target, ...]:
    """Return the labels that those named are compared with on their axis."""
    axis, names = next(iter(labels.items()))
    peers = reader.words.peers_on(axis)
    if not set(names) <= set(peers):
        raise UnknownNameError(f"claim_words.toml lists no peers of {', '.join(names)} on the axis {axis}.")
    return tuple(label(axis, name, facet=PEER, role="named" if name in names else "other") for name in peers)


def topic_peers(reader: SubjectReader, topics: Sequence[str]) -> tuple[Target, ...]:
    """Return topics that stand for labels, and the other labels of that axis that reports use for segments."""
    named = tuple(target for topic in topics for target in reader.named(topic, PEER, role="named"))
    axis = named[0].axis
    if any(target.means != "label" or target.axis != axis for target in named):
        raise UnknownNameError(f"'{' and '.join(topics)}' stands for no labels of one axis, so it has no peers.")
    own = {target.label for target in named}
    others = [name for name in reader.words.peers_on(axis) if name not in own]
    return (*named, *(label(axis, name, facet=PEER, role="other") for name in others))


def country_group(reader: SubjectReader, state: Statement) -> tuple[Target, ...]:
    """Return the countries that ``state`` names, or those of its part, as the subject to count or compare."""
    if state.countries and state.part:
        raise UnknownNameError(f"Two groups of countries are named, {', '.join(state.countries)} and '{state.part}'.")
    if state.part:
        named = reader.named(state.part, PEER, role="named")
    else:
        named = tuple(country(code, facet=PEER, role="named") for code in state.countries)
    if not named or any(target.axis != "country" for target in named):
        raise UnknownNameError(f"'{state.part}' is no group of countries." if state.part else "No country is named.")
    return named


def default_peers(reader: SubjectReader, state: Statement) -> tuple[Target, ...]:
    """Return the subject called limited and its peers: segments, countries of a region, or groups of countries."""
    if state.part:
        item = reader.words.named(state.part)
        named = country_group(reader, state)
        if item is None or not item.peers:
            raise UnknownNameError(f"claim_words.toml names no peers of '{state.part}'.")
        others = (target for peer in item.peers for target in reader.named(peer, PEER, role="other"))
        return (*named, *others)
    if state.countries:
        return region_peers(reader, state.countries)
    if not state.segments:
        raise UnknownNameError("Only segments, countries and groups of countries can be called limited.")
    return segment_peers(reader, state.segments)


def region_free_filters(reader: SubjectReader, state: Statement, peers: Sequence[Target]) -> tuple[Target, ...]:
    """Return the further filters of compared countries, without their own region, which would not distinguish them."""
    regions = [reader.region_of(peer.label) for peer in peers]
    held = {region.id for region in regions if region is not None}
    own = {peer.label for peer in peers if peer.means == "segment"}
    without = ("countries", "part", *(("segments",) if own else ()))
    filters = reader.filters(state, without=without)
    return tuple(target for target in filters if target.means != "segment" or target.label not in held)

#include "collator/parent_search.hpp"

#include "consensus/babe/types.hpp"

namespace serinus::collator {
namespace {

using primitives::Header;

bool begins_epoch(const Header& header) {
    const auto digests = consensus::babe::find_digests(header);
    return digests && digests->next_epoch;
}

bool is_allowed(const Header& block, const ParentSearch& search) {
    const auto parent = find_relay_parent(block.digest);
    if (!parent) return false;
    const bool is_listed = std::ranges::any_of(search.allowed, [&](const AllowedRelayParent& one) {
        return parent->hash ? *parent->hash == one.hash : parent->state_root == one.state_root;
    });
    return is_listed || (search.allows && search.allows(*parent));
}

/// The header of a head of the relay chain's state, if this node has the block.
std::optional<Header> known_head(ParachainBlocks& blocks, const Bytes& head) {
    const auto header = scale::decode<Header>(head);
    if (!header) return std::nullopt;
    return blocks.find_header(primitives::header_hash(*header));
}

Header deepest_above(ParachainBlocks& blocks, const Header& start, const ParentSearch& search) {
    Header best = start;
    std::vector<Hash256> waiting = blocks.children_of(primitives::header_hash(start));
    while (!waiting.empty()) {
        const Hash256 hash = waiting.back();
        waiting.pop_back();
        const auto header = blocks.find_header(hash);
        if (!header || !is_allowed(*header, search)) continue;
        if (header->number > best.number) best = *header;
        for (const Hash256& child : blocks.children_of(hash)) waiting.push_back(child);
    }
    return best;
}

}  // namespace

std::vector<AllowedRelayParent> allowed_relay_parents(std::span<const Header> headers, size_t lookback) {
    std::vector<AllowedRelayParent> out;
    for (const Header& header : headers) {
        if (out.size() > lookback || header.number == 0) break;
        out.push_back({primitives::header_hash(header), header.state_root});
        if (begins_epoch(header)) break;
    }
    return out;
}

std::optional<FoundParent> find_parent(ParachainBlocks& blocks, const ParentSearch& search) {
    const auto included = known_head(blocks, search.included_head);
    if (!included) return std::nullopt;
    const auto pending =
        search.pending_head == search.included_head ? included : known_head(blocks, search.pending_head);
    if (!pending) return std::nullopt;
    Header parent = deepest_above(blocks, *pending, search);
    while (!is_last_in_bundle(parent.digest).value_or(true) && parent.number > included->number) {
        auto below = blocks.find_header(parent.parent_hash);
        if (!below) return FoundParent{*included, *included};
        parent = *std::move(below);
    }
    return FoundParent{*included, std::move(parent)};
}

}  // namespace serinus::collator

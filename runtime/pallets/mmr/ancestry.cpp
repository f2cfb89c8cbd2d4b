#include "runtime/pallets/mmr/ancestry.hpp"

#include <algorithm>
#include <bit>
#include <deque>
#include <map>
#include <set>

#include "primitives/mmr.hpp"
#include "runtime/arithmetic/wrapping.hpp"

namespace serinus::pallet_mmr {
namespace {

using primitives::mmr::parent_offset;
using primitives::mmr::sibling_offset;
using primitives::mmr::size_of;

/// The largest tree of at most so many nodes; 0 if there is none.
constexpr uint64_t largest_tree(uint64_t nodes) { return nodes == 0 ? 0 : ~uint64_t{0} >> std::countl_zero(nodes); }

/// Of any position, also of those that no range has.
constexpr uint32_t height_at(uint64_t position) {
    for (uint64_t tree = largest_tree(position); tree > 0; tree >>= 1) {
        if (position >= tree) position -= tree;
    }
    return static_cast<uint32_t>(position);
}

/// The peaks of the largest range of at most so many nodes.
std::vector<uint64_t> peaks_within(uint64_t size) {
    std::vector<uint64_t> out;
    uint64_t below = 0;
    uint64_t rest = size;
    for (uint64_t tree = largest_tree(size); tree > 0; tree >>= 1) {
        if (rest < tree) continue;
        rest -= tree;
        out.push_back(below + tree - 1);
        below += tree;
    }
    return out;
}

/// The leaves of the largest range of at most so many nodes.
constexpr uint64_t leaves_within(uint64_t size) {
    uint64_t leaves = 0;
    uint64_t rest = size;
    for (uint64_t tree = largest_tree(size); tree > 0; tree >>= 1) {
        leaves <<= 1;
        if (rest < tree) continue;
        rest -= tree;
        leaves |= 1;
    }
    return leaves;
}

/// Whether one node stands below another, if `below` has come first.
constexpr bool is_below(uint64_t node, uint64_t below) {
    return below <= node && below >= node + 1 - sibling_offset(height_at(node));
}

/// A node on the way to its peak. The height of one that was computed is counted, and not that of its position.
struct Place {
    uint64_t position;
    Hash256 hash;
    uint32_t height;

    bool is_right() const { return height_at(position + 1) > height; }
    uint64_t sibling() const {
        return is_right() ? position - sibling_offset(height) : position + sibling_offset(height);
    }
    uint64_t parent() const { return is_right() ? position + 1 : position + parent_offset(height); }
    friend bool operator==(const Place&, const Place&) = default;
};

/// The hash of a peak that follows from nodes below it, which are sorted by their positions. There may be more of them
/// than are needed, if they agree.
std::optional<Hash256> climb(std::span<const std::pair<uint64_t, Hash256>> nodes, uint64_t peak) {
    std::deque<Place> queue;
    for (const auto& [position, hash] : nodes) queue.push_back({position, hash, height_at(position)});
    std::vector<Place> taken_from_behind;
    while (!queue.empty()) {
        const Place place = queue.front();
        queue.pop_front();
        if (place.position == peak) {
            if (std::ranges::all_of(queue, [&](const Place& other) { return other == place; })) return place.hash;
            const bool contradicted = std::ranges::any_of(
                queue, [&](const Place& other) { return other.position == peak && other.hash != place.hash; });
            if (contradicted) return std::nullopt;
            queue.push_back(place);
            continue;
        }
        const bool is_right = place.is_right();
        const uint64_t sibling = place.sibling();
        Hash256 beside;
        if (!queue.empty() && queue.front().position == sibling) {
            beside = queue.front().hash;
            queue.pop_front();
        } else if (!queue.empty() && queue.back().position == sibling) {
            beside = queue.back().hash;
            queue.pop_back();
            if (!is_right) taken_from_behind.push_back({sibling, beside, place.height});
        } else if (!queue.empty() && place.height > 0 && is_below(sibling, queue.front().position)) {
            queue.push_back(place);  // until the sibling is computed
            continue;
        } else {
            return std::nullopt;
        }
        const Place parent{place.parent(), is_right ? merge(beside, place.hash) : merge(place.hash, beside),
                           place.height + 1};
        if (parent.position > peak) return std::nullopt;
        const bool is_known = (!queue.empty() && queue.front() == parent) ||
                              std::ranges::find(taken_from_behind, parent) != taken_from_behind.end();
        if (parent.position == peak || !is_known) queue.push_front(parent);
    }
    return std::nullopt;
}

/// Whether the nodes lead to the peaks of a range of so many nodes, from the left on, and to nothing else.
bool lead_to_peaks(const std::vector<std::pair<uint64_t, Hash256>>& nodes, uint64_t size) {
    std::span<const std::pair<uint64_t, Hash256>> rest = nodes;
    size_t found = 0;
    for (const uint64_t peak : peaks_within(size)) {
        const auto behind = std::ranges::find_if(rest, [&](const auto& node) { return node.first > peak; });
        const auto below = rest.first(static_cast<size_t>(behind - rest.begin()));
        // The peaks on the right are bagged in one node, or the proof is wrong.
        if (below.empty()) break;
        if ((below.size() != 1 || below[0].first != peak) && !climb(below, peak)) return false;
        rest = rest.subspan(below.size());
        ++found;
    }
    return rest.empty() && found > 0;
}

}  // namespace

std::optional<Hash256> root_of_ancestor(const AncestryProof& proof) {
    if (proof.prev_peaks.empty()) return std::nullopt;
    const uint64_t size = size_of(proof.leaf_count);
    if (leaves_within(size) <= proof.prev_peaks.size()) return std::nullopt;
    const std::vector<uint64_t> positions = peaks_within(size_of(proof.prev_leaf_count));
    if (positions.size() != proof.prev_peaks.size()) return std::nullopt;

    // Of nodes at one place the first counts; the peaks stand before the items, which a range of one leaf needs not.
    std::map<uint64_t, Hash256> nodes;
    for (size_t i = 0; i < positions.size(); ++i) nodes.emplace(positions[i], proof.prev_peaks[i]);
    const bool is_single_leaf = size == 1 && nodes.size() == 1 && nodes.contains(0);
    if (!is_single_leaf) nodes.insert(proof.items.begin(), proof.items.end());
    if (!is_single_leaf && !lead_to_peaks({nodes.begin(), nodes.end()}, size)) return std::nullopt;

    std::vector<Node> peaks;
    peaks.reserve(proof.prev_peaks.size());
    for (const Hash256& peak : proof.prev_peaks) peaks.push_back({peak});
    return bag(peaks).hash;
}

bool is_optimal(const AncestryProof& proof) {
    std::vector<uint64_t> before = peaks_within(size_of(proof.prev_leaf_count));
    size_t at = 0;
    size_t expected = 0;
    for (const uint64_t peak : peaks_within(size_of(proof.leaf_count))) {
        const size_t begin = at;
        // Sums wrap where the numbers are of no range.
        uint64_t leaves = uint64_t{1} << height_at(peak);
        for (; at < before.size() && before[at] <= peak; ++at) {
            leaves = wrapping_sub(leaves, uint64_t{1} << height_at(before[at]));
        }
        if (at - begin == 1 && before[begin] == peak) continue;
        expected += static_cast<size_t>(std::popcount(leaves));
        if (at == begin) break;
    }
    return proof.items.size() == expected;
}

std::optional<AncestryProof> prove_ancestry(uint64_t prev_leaf_count, uint64_t leaf_count, const FindNode& find) {
    const uint64_t size = size_of(leaf_count);
    const std::vector<uint64_t> before = peaks_within(size_of(prev_leaf_count));
    if (before.empty()) return std::nullopt;
    AncestryProof proof{.prev_peaks = {}, .prev_leaf_count = prev_leaf_count, .leaf_count = leaf_count, .items = {}};
    if (size == 1 && before == std::vector<uint64_t>{0}) return proof;

    const auto add = [&](uint64_t position) {
        const auto node = find(position);
        if (node) proof.items.emplace_back(position, node->hash);
        return node.has_value();
    };
    size_t at = 0;
    size_t behind_last = 0;  // peaks behind the last old one: one hash is enough for them
    for (const uint64_t peak : peaks_within(size)) {
        // By height, then from the left.
        std::set<std::pair<uint32_t, uint64_t>> queue;
        const size_t begin = at;
        for (; at < before.size() && before[at] <= peak; ++at) queue.emplace(height_at(before[at]), before[at]);
        if (at == begin) {
            ++behind_last;
            if (!add(peak)) return std::nullopt;
            continue;
        }
        behind_last = 0;
        while (!queue.empty()) {
            const auto [height, position] = *queue.begin();
            queue.erase(queue.begin());
            if (position == peak) continue;
            const Place place{position, {}, height};
            if (!queue.empty() && queue.begin()->second == place.sibling()) {
                queue.erase(queue.begin());
            } else if (!add(place.sibling())) {
                return std::nullopt;
            }
            if (place.parent() < peak) queue.emplace(height + 1, place.parent());
        }
    }
    if (at != before.size()) return std::nullopt;
    if (behind_last > 1) {
        std::vector<Node> peaks;
        for (auto i = proof.items.size() - behind_last; i < proof.items.size(); ++i) {
            peaks.push_back({proof.items[i].second});
        }
        proof.items.resize(proof.items.size() - behind_last + 1);
        proof.items.back().second = bag(peaks).hash;
    }
    const std::map<uint64_t, Hash256> sorted(proof.items.begin(), proof.items.end());
    proof.items.assign(sorted.begin(), sorted.end());
    for (const uint64_t position : before) {
        const auto node = find(position);
        if (!node) return std::nullopt;
        proof.prev_peaks.push_back(node->hash);
    }
    return proof;
}

}  // namespace serinus::pallet_mmr

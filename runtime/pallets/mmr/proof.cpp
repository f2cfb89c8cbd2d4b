#include "runtime/pallets/mmr/proof.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "primitives/mmr.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_mmr {
namespace {

using namespace primitives::mmr;

/// The elements at the front that are not behind `last`, which leave `from`.
template <class T, class PositionOf>
std::vector<T> take_up_to(std::vector<T>& from, uint64_t last, PositionOf position_of) {
    const auto end =
        std::find_if(from.begin(), from.end(), [&](const T& element) { return position_of(element) > last; });
    std::vector<T> out(from.begin(), end);
    from.erase(from.begin(), end);
    return out;
}

/// A node on the way to its peak.
struct Step {
    uint64_t position;
    Hash256 hash;
    uint32_t height = 0;
    bool is_leaf = false;

    bool is_right() const { return is_right_child(position, height); }
    uint64_t sibling() const {
        return is_right() ? position - sibling_offset(height) : position + sibling_offset(height);
    }
    uint64_t parent() const { return is_right() ? position + 1 : position + parent_offset(height); }
};

/// Adds to `items` what leads from the leaves to the peak.
bool prove_for_peak(std::vector<Hash256>& items, const std::vector<uint64_t>& positions, uint64_t peak,
                    const FindNode& find) {
    const auto add = [&](uint64_t position) {
        const auto node = find(position);
        if (node) items.push_back(node->hash);
        return node.has_value();
    };
    if (positions.empty()) return add(peak);
    if (positions.size() == 1 && positions[0] == peak) return true;

    std::deque<Step> queue;
    for (const uint64_t position : positions) queue.push_back({position, {}});
    while (!queue.empty()) {
        const Step step = queue.front();
        queue.pop_front();
        if (step.position == peak) return queue.empty();
        const uint64_t sibling = step.sibling();
        if (!queue.empty() && queue.front().position == sibling) {
            queue.pop_front();
        } else if (!add(sibling)) {
            return false;
        }
        if (step.parent() < peak) queue.push_back({step.parent(), {}, step.height + 1});
    }
    return true;
}

/// The hash of a peak with leaves below it. Takes from the front of `items`.
std::optional<Hash256> calculate_peak(const std::vector<std::pair<uint64_t, Hash256>>& leaves, uint64_t peak,
                                      std::span<const Hash256>& items) {
    std::deque<Step> queue;
    for (const auto& [position, hash] : leaves) queue.push_back({position, hash});
    while (!queue.empty()) {
        const Step step = queue.front();
        queue.pop_front();
        if (step.position == peak) return queue.empty() ? std::optional(step.hash) : std::nullopt;

        Hash256 sibling;
        if (!queue.empty() && queue.front().position == step.sibling()) {
            sibling = queue.front().hash;
            queue.pop_front();
        } else if (!items.empty()) {
            sibling = items.front();
            items = items.subspan(1);
        } else {
            return std::nullopt;
        }
        if (step.parent() > peak) return std::nullopt;
        queue.push_back(
            {step.parent(), step.is_right() ? merge(sibling, step.hash) : merge(step.hash, sibling), step.height + 1});
    }
    return std::nullopt;
}

}  // namespace

Hash256 merge(const Hash256& left, const Hash256& right) {
    uint8_t both[64];
    std::copy(left.bytes.begin(), left.bytes.end(), both);
    std::copy(right.bytes.begin(), right.bytes.end(), both + 32);
    return sdk::host::keccak_256(both);
}

Node bag(std::span<const Node> peaks) {
    Node bagged = peaks.back();
    for (size_t i = peaks.size() - 1; i > 0; --i) bagged = {merge(bagged.hash, peaks[i - 1].hash)};
    return bagged;
}

std::optional<Node> root_of(uint64_t size, const FindNode& find) {
    if (size == 0) return std::nullopt;
    std::vector<Node> peaks;
    for (const uint64_t position : peaks_of(size)) {
        const auto node = find(position);
        if (!node) return std::nullopt;
        peaks.push_back(*node);
    }
    return bag(peaks);
}

std::optional<std::vector<Hash256>> prove(uint64_t size, std::vector<uint64_t> positions, const FindNode& find) {
    if (positions.empty()) return std::nullopt;
    if (size == 1 && positions.size() == 1 && positions[0] == 0) return std::vector<Hash256>{};
    for (const uint64_t position : positions) {
        if (height_of(position) > 0) return std::nullopt;
    }
    const std::set<uint64_t> sorted(positions.begin(), positions.end());
    positions.assign(sorted.begin(), sorted.end());

    std::vector<Hash256> items;
    size_t behind_last = 0;  // peaks behind the last leaf that is asked for: one hash is enough for them
    for (const uint64_t peak : peaks_of(size)) {
        const auto below = take_up_to(positions, peak, [](uint64_t position) { return position; });
        behind_last = below.empty() ? behind_last + 1 : 0;
        if (!prove_for_peak(items, below, peak, find)) return std::nullopt;
    }
    if (!positions.empty()) return std::nullopt;
    if (behind_last > 1) {
        std::vector<Node> peaks;
        for (auto at = items.end() - static_cast<ptrdiff_t>(behind_last); at != items.end(); ++at) {
            peaks.push_back({*at});
        }
        items.resize(items.size() - behind_last);
        items.push_back(bag(peaks).hash);
    }
    return items;
}

std::optional<Node> calculate_root(uint64_t size, std::vector<std::pair<uint64_t, Hash256>> leaves,
                                   std::span<const Hash256> items) {
    const auto position_of = [](const auto& leaf) { return leaf.first; };
    for (const auto& [position, _] : leaves) {
        if (height_of(position) > 0) return std::nullopt;
    }
    if (size == 1 && leaves.size() == 1 && leaves[0].first == 0) return Node{leaves[0].second, true};
    // Of leaves that are given twice the first one counts.
    const std::map<uint64_t, Hash256> sorted(leaves.begin(), leaves.end());
    leaves.assign(sorted.begin(), sorted.end());

    std::vector<Node> peaks;
    for (const uint64_t peak : peaks_of(size)) {
        const auto below = take_up_to(leaves, peak, position_of);
        if (below.size() == 1 && below[0].first == peak) {
            peaks.push_back({below[0].second, true});
        } else if (!below.empty()) {
            const auto hash = calculate_peak(below, peak, items);
            if (!hash) return std::nullopt;
            peaks.push_back({*hash});
        } else if (!items.empty()) {
            peaks.push_back({items.front()});
            items = items.subspan(1);
        } else {
            break;  // the peaks on the right are bagged in the last item
        }
    }
    if (!leaves.empty()) return std::nullopt;
    if (!items.empty()) {
        peaks.push_back({items.front()});
        items = items.subspan(1);
    }
    if (!items.empty() || peaks.empty()) return std::nullopt;
    return bag(peaks);
}

std::optional<Node> calculate_root(const Proof& proof, std::span<const Hash256> leaf_hashes) {
    if (leaf_hashes.size() != proof.leaf_indices.size()) return std::nullopt;
    std::vector<std::pair<uint64_t, Hash256>> leaves;
    leaves.reserve(leaf_hashes.size());
    for (size_t i = 0; i < leaf_hashes.size(); ++i) {
        leaves.emplace_back(leaf_position(proof.leaf_indices[i]), leaf_hashes[i]);
    }
    return calculate_root(size_of(proof.leaf_count), std::move(leaves), proof.items);
}

}  // namespace serinus::pallet_mmr

#include "protocols/sync/state_sizes.hpp"

#include <algorithm>
#include <cmath>

namespace serinus::network::sync {
namespace {

constexpr size_t kMaxStretches = 256, kMaxStretchesOfMap = 16;
/// A guess of a part of which nothing is known. What is open above the names of items is one pallet or a few, what is
/// open above a map is an item, most of which are small.
constexpr double kAnswersOfPallet = 2, kAnswersOfItem = 0.25;
constexpr double kLeastBytes = 64;  ///< bytes

size_t common_size(BytesView a, BytesView b) {
    return static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/// The part of the key that positions of one map share; empty: the position lies in no map.
BytesView map_of(const StatePosition& position) {
    if (position.child) return position.top;
    return BytesView(position.top).first(is_in_map(position) ? kMapPrefixNibbles : 0);
}

}  // namespace

bool is_in_map(const StatePosition& position) {
    return position.child.has_value() || position.top.size() >= kMapPrefixNibbles;
}

BytesView nibbles_of(const StatePosition& position) {
    return position.child ? BytesView(*position.child) : BytesView(position.top);
}

double fraction_of(BytesView nibbles, size_t from) {
    constexpr size_t kDigits = 13;  // of a double
    double out = 0;
    for (size_t i = std::min(nibbles.size(), from + kDigits); i > from; --i) out = (out + nibbles[i - 1]) / 16;
    return out;
}

void StateSizes::note_answer(size_t bytes) {
    const auto size = static_cast<double>(bytes);
    answer_bytes_ = has_answer_ ? (3 * answer_bytes_ + size) / 4 : size;
    has_answer_ = true;
}

void StateSizes::note(const StatePosition& start, const StatePosition& end, size_t bytes) {
    if (!is_in_map(start) || !equal(map_of(start), map_of(end)) || start.child.has_value() != end.child.has_value()) {
        return;
    }
    const BytesView from = nibbles_of(start), to = nibbles_of(end);
    const size_t common = common_size(from, to);
    const double length = fraction_of(to, common) - fraction_of(from, common);
    if (length <= 0) return;
    stretches_.push_front({to_bytes(map_of(start)), to_bytes(from.first(common)), static_cast<double>(bytes) / length});
    size_t of_map = 0;
    std::erase_if(stretches_,
                  [&](const Stretch& one) { return equal(one.map, map_of(start)) && ++of_map > kMaxStretchesOfMap; });
    if (stretches_.size() > kMaxStretches) stretches_.pop_back();
}

std::vector<StateSizes::Guess> StateSizes::guess(const std::vector<StatePosition>& open) const {
    std::vector<Guess> out;
    const auto map_end = [&](size_t begin) {
        size_t end = begin + 1;
        while (end < open.size() && is_in_map(open[end]) && equal(map_of(open[begin]), map_of(open[end]))) ++end;
        return end;
    };
    for (size_t begin = 0; begin < open.size();) {
        if (!is_in_map(open[begin])) {
            const bool is_item = open[begin].top.size() >= kMapPrefixNibbles / 2;
            out.push_back({answer_bytes_ * (is_item ? kAnswersOfItem : kAnswersOfPallet)});
            ++begin;
            continue;
        }
        const size_t end = map_end(begin);
        std::vector<const Stretch*> known;
        for (const Stretch& one : stretches_) {
            if (equal(one.map, map_of(open[begin]))) known.push_back(&one);
        }
        size_t highest = SIZE_MAX;
        for (size_t i = begin; i < end; ++i) highest = std::min(highest, nibbles_of(open[i]).size());
        for (; begin < end; ++begin) {
            const auto deeper = static_cast<double>(nibbles_of(open[begin]).size() - highest);
            const double size = known.empty() ? answer_bytes_ * std::exp2(-4 * deeper) : size_of(open[begin], known);
            out.push_back({std::max(kLeastBytes, size), !known.empty()});
        }
    }
    return out;
}

double StateSizes::size_of(const StatePosition& part, const std::vector<const Stretch*>& known) {
    const Stretch* best = known.front();
    size_t longest = 0;
    for (const Stretch* const one : known) {
        const size_t common = common_size(one->prefix, nibbles_of(part));
        if (common > longest) {
            best = one;
            longest = common;
        }
    }
    const auto deeper = static_cast<double>(best->prefix.size()) - static_cast<double>(nibbles_of(part).size());
    return best->size * std::exp2(4 * deeper);
}

}  // namespace serinus::network::sync

#include "network/sync/state_sizes.hpp"

#include <algorithm>
#include <cmath>

namespace serinus::network::sync {
namespace {

using state::OpenPart;

constexpr size_t kMaxStretches = 64;
/// In nibbles: the names of a pallet and of one of its items, behind which keys of a map are.
constexpr size_t kMapPrefix = 64;

size_t common_size(BytesView a, BytesView b) {
    return static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/// Of what is behind the first `from` nibbles, as a fraction.
double fraction(BytesView nibbles, size_t from) {
    constexpr size_t kDigits = 13;  // of a double
    double out = 0;
    for (size_t i = std::min(nibbles.size(), from + kDigits); i > from; --i) out = (out + nibbles[i - 1]) / 16;
    return out;
}

bool is_in_map(BytesView prefix) { return prefix.size() >= kMapPrefix; }

}  // namespace

void StateSizes::note(const OpenPart& start, const OpenPart& end, size_t bytes) {
    const auto size = static_cast<double>(bytes);
    answer_bytes_ = has_answer_ ? (3 * answer_bytes_ + size) / 4 : size;
    has_answer_ = true;
    if (start.child != end.child) return;
    const size_t common = common_size(start.position, end.position);
    const double length = fraction(end.position, common) - fraction(start.position, common);
    if (length <= 0) return;
    stretches_.push_front({start.child, to_bytes(BytesView(start.position).first(common)), size / length});
    if (stretches_.size() > kMaxStretches) stretches_.pop_back();
}

std::vector<double> StateSizes::guess(const std::set<OpenPart>& open) const {
    constexpr double kLeast = 64;
    std::vector<double> out;
    std::vector<size_t*> highest_of;          ///< of the part's map
    std::deque<size_t> highest = {SIZE_MAX};  // the first is of all that is in no map
    const OpenPart* last = nullptr;           // in a map; its parts follow each other
    for (const OpenPart& part : open) {
        if (is_in_map(part.position)) {
            const bool is_same = last != nullptr && last->child == part.child &&
                                 common_size(last->position, part.position) >= kMapPrefix;
            if (!is_same) highest.push_back(SIZE_MAX);
            last = &part;
        }
        size_t& least = is_in_map(part.position) ? highest.back() : highest.front();
        least = std::min(least, part.position.size());
        highest_of.push_back(&least);
    }
    for (const OpenPart& part : open) {
        const size_t deeper = part.position.size() - *highest_of[out.size()];
        const auto known = find(part);
        out.push_back(std::max(kLeast, known ? *known : answer_bytes_ * std::exp2(-4.0 * static_cast<double>(deeper))));
    }
    return out;
}

/// nullopt: nothing of the same map has come.
std::optional<double> StateSizes::find(const OpenPart& part) const {
    const Stretch* best = nullptr;
    size_t longest = 0;
    for (const Stretch& stretch : stretches_) {
        const size_t common = common_size(stretch.prefix, part.position);
        const bool is_same_map = stretch.child == part.child && is_in_map(stretch.prefix) == is_in_map(part.position) &&
                                 (!is_in_map(part.position) || common >= kMapPrefix);
        if (!is_same_map || (best != nullptr && common <= longest)) continue;
        best = &stretch;
        longest = common;
    }
    if (best == nullptr) return std::nullopt;
    const auto deeper = static_cast<double>(best->prefix.size()) - static_cast<double>(part.position.size());
    return best->size * std::exp2(4 * deeper);
}

}  // namespace serinus::network::sync

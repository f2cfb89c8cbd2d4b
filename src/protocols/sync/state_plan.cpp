#include "protocols/sync/state_plan.hpp"

#include <algorithm>
#include <cmath>

namespace serinus::network::sync {
namespace {

/// Of an answer: sizes are guesses, and what is missing between two answers costs a third one.
constexpr double kMargin = 0.1;
/// A part of a map that is smaller is not cut.
constexpr double kLeastCut = 64 << 10;
/// Of an answer: what a part of which nothing is known counts where it is to be told how far an answer reaches.
constexpr double kCostOfUnknown = 0.5;

/// A piece of the line that nobody has asked for.
struct Gap {
    double begin = 0, end = 0;
    std::optional<StatePosition> start;  ///< of its first range, if somebody has come as far as `begin`
    bool has_owner = false;              ///< somebody is on the way to `begin`, and goes on there
    double gain = 0;
    std::optional<StatePosition> choice = {};
};

std::vector<Gap> find_gaps(const StateLine& line, const std::vector<StateStretch>& stretches) {
    struct Piece {
        double begin, end;
        const StateStretch* stretch;
    };
    std::vector<Piece> pieces;
    for (const StateStretch& one : stretches) {
        const double begin = line.at(one.start);
        double end = line.reach(one.start);
        if (one.is_here) end = one.end ? line.at(*one.end) : line.length();
        pieces.push_back({begin, end, &one});
    }
    std::ranges::sort(pieces, {}, &Piece::begin);
    std::vector<Gap> out;
    Gap next{.start = StatePosition{}, .has_owner = false};
    const auto end_gap = [&](double end) {
        next.end = end;
        if (next.end > next.begin) out.push_back(next);
    };
    for (const Piece& piece : pieces) {
        if (piece.begin > next.begin) end_gap(piece.begin);
        if (piece.end < next.begin) continue;
        next = {.begin = piece.end, .start = piece.stretch->end, .has_owner = !piece.stretch->is_here};
    }
    end_gap(line.length());
    return out;
}

/// Where a peer would begin, and how much it would spare others.
void measure(Gap& gap, const StateLine& line) {
    const double answer_bytes = line.answer_bytes();
    const double size = gap.end - gap.begin;
    if (!gap.has_owner) {
        gap.gain = size;
        gap.choice = gap.start ? line.start_at(*gap.start) : line.start_behind(gap.begin);
        return;
    }
    if (size < kMargin * answer_bytes) return;  // what is on its way is likely to have it
    // Each of both has a whole number of answers, and what these can bring more is shared among them.
    const double answers = std::ceil(size / answer_bytes + kMargin);
    const double kept = std::floor(answers / 2);
    gap.choice = line.start_behind(gap.begin + size * kept / answers - (kept == 0 ? kMargin * answer_bytes : 0));
    // What cannot be cut is taken as a whole.
    if (!gap.choice || line.at(*gap.choice) >= gap.end) gap.choice = line.start_behind(gap.begin);
    if (gap.choice) gap.gain = gap.end - std::max(gap.begin, line.at(*gap.choice));
}

}  // namespace

StateLine::StateLine(const std::set<state::OpenPart>& open, const StateSizes& sizes)
    : answer_bytes_(sizes.answer_bytes()) {
    std::vector<StatePosition> positions;
    positions.reserve(open.size());
    for (const state::OpenPart& part : open) positions.push_back(position_of(part));
    std::ranges::sort(positions);
    const auto guesses = sizes.guess(positions);
    parts_.reserve(positions.size());
    double cost = 0;
    for (size_t i = 0; i < positions.size(); ++i) {
        const auto& [size, is_known] = guesses[i];
        parts_.push_back(
            {std::move(positions[i]), length_, size, cost, is_known ? size : answer_bytes_ * kCostOfUnknown});
        length_ += size;
        cost += parts_.back().cost;
    }
}

double StateLine::reach(const StatePosition& position) const {
    const double begin = at(position);
    const auto first = std::ranges::upper_bound(parts_, begin, {}, &Part::begin);
    if (first == parts_.begin()) return length_;
    const Part& part = *std::prev(first);
    const double cost = part.cost_begin + part.cost * std::min(1.0, (begin - part.begin) / part.size) + answer_bytes_;
    const Part& last = *std::prev(std::ranges::upper_bound(parts_, cost, {}, &Part::cost_begin));
    return last.begin + last.size * std::min(1.0, (cost - last.cost_begin) / last.cost);
}

/// nullptr: nothing is open there.
const StateLine::Part* StateLine::part_with(const StatePosition& position) const {
    const auto behind = std::ranges::upper_bound(parts_, position, {}, &Part::position);
    if (behind == parts_.begin()) return nullptr;
    const Part& part = *std::prev(behind);
    return is_below(position, part.position) ? &part : nullptr;
}

double StateLine::at(const StatePosition& position) const {
    if (const Part* const part = part_with(position)) {
        const BytesView nibbles = part->position.child ? nibbles_of(position) : BytesView(position.top);
        return part->begin + part->size * fraction_of(nibbles, nibbles_of(part->position).size());
    }
    const auto behind = std::ranges::upper_bound(parts_, position, {}, &Part::position);
    return behind == parts_.end() ? length_ : behind->begin;
}

std::optional<StatePosition> StateLine::start_at(const StatePosition& position) const {
    return part_with(position) != nullptr ? std::optional(position) : part_behind(position);
}

std::optional<StatePosition> StateLine::part_at(const StatePosition& position) const {
    const Part* const part = part_with(position);
    return part != nullptr ? std::optional(part->position) : part_behind(position);
}

std::optional<StatePosition> StateLine::part_behind(const StatePosition& position) const {
    const auto behind = std::ranges::upper_bound(parts_, position, {}, &Part::position);
    return behind == parts_.end() ? std::nullopt : std::optional(behind->position);
}

std::optional<StatePosition> StateLine::start_behind(double offset) const {
    constexpr size_t kDigits = 5;
    const auto behind = std::ranges::upper_bound(parts_, offset, {}, &Part::begin);
    if (behind == parts_.begin()) return behind == parts_.end() ? std::nullopt : std::optional(behind->position);
    const Part& part = *std::prev(behind);
    if (part.begin < offset && offset < part.begin + part.size) {
        // What is in a map can be cut anywhere.
        if (is_in_map(part.position) && part.size > kLeastCut) {
            StatePosition out = part.position;
            Bytes& nibbles = out.child ? *out.child : out.top;
            double rest = (offset - part.begin) / part.size;
            for (size_t i = 0; i < kDigits; ++i) {
                rest *= 16;
                const auto digit = static_cast<uint8_t>(std::min(15.0, rest));
                nibbles.push_back(digit);
                rest -= digit;
            }
            return out;
        }
        return behind == parts_.end() ? std::nullopt : std::optional(behind->position);
    }
    if (part.begin == offset) return part.position;
    return behind == parts_.end() ? std::nullopt : std::optional(behind->position);
}

std::optional<StatePosition> choose_start(const StateLine& line, const std::vector<StateStretch>& stretches,
                                          const std::function<bool(const StatePosition&)>& may_ask) {
    std::vector<Gap> gaps = find_gaps(line, stretches);
    for (Gap& gap : gaps) measure(gap, line);
    std::ranges::sort(gaps, std::ranges::greater(), &Gap::gain);
    for (const Gap& gap : gaps) {
        // What was asked for already is passed over, to the next part of the same gap.
        for (auto at = gap.choice; at && line.at(*at) < gap.end; at = line.part_behind(*at)) {
            if (may_ask(*at)) return at;
        }
    }
    return std::nullopt;
}

std::optional<StatePosition> continue_at(const StateLine& line, const std::vector<StateStretch>& stretches,
                                         const StatePosition& end) {
    const double at = line.at(end);
    const auto gaps = find_gaps(line, stretches);
    const bool is_free = std::ranges::any_of(gaps, [&](const Gap& gap) { return gap.begin <= at && at < gap.end; });
    return is_free ? line.start_at(end) : std::nullopt;
}

}  // namespace serinus::network::sync

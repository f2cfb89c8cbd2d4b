/// A solution as it travels in a transaction: voters and targets are places in the snapshot, voters are sorted into
/// lists by the number of their targets, and the last target's part is what the others leave.
/// Pallet: frame-election-provider-solution-type (single page, compact encoding)
#pragma once

#include <array>
#include <bit>
#include <optional>
#include <vector>

#include "codec/scale.hpp"
#include "runtime/npos/assignment.hpp"

namespace serinus::sdk::npos {

enum class SolutionError {
    kWeightOverflow,  ///< the parts of a voter leave nothing to its last target
    kTargetOverflow,  ///< a voter has too many targets
    kInvalidIndex,    ///< a voter or target is not in the snapshot
};

template <size_t kMaxVotes>
class CompactSolution {
  public:
    static_assert(kMaxVotes >= 2);
    using VoterIndex = uint32_t;
    using TargetIndex = uint16_t;
    using Accuracy = PerU16;
    static constexpr size_t kLimit = kMaxVotes;

    /// nullopt if a voter has more than kMaxVotes targets. Voters without any are left out. The places of voters and
    /// targets are those of the snapshot; targets fit into a TargetIndex.
    static std::optional<CompactSolution> from(const std::vector<Assignment<PerU16>>& assignments) {
        CompactSolution solution;
        for (const auto& [who, distribution] : assignments) {
            if (distribution.empty()) continue;
            if (distribution.size() > kMaxVotes) return std::nullopt;
            List& list = solution.lists_[distribution.size() - 1];
            list.voters.push_back(who);
            for (size_t i = 0; i < distribution.size(); ++i) {
                SERINUS_ASSERT(distribution[i].first <= max_value<TargetIndex>());
                list.targets.push_back(static_cast<TargetIndex>(distribution[i].first));
                if (i + 1 < distribution.size()) list.parts.push_back(distribution[i].second);
            }
        }
        return solution;
    }

    /// The assignments, those with one target first, then those with two, and so on. `voters` and `targets` are the
    /// sizes of the snapshot.
    std::optional<SolutionError> to_assignments(size_t voters, size_t targets,
                                                std::vector<Assignment<PerU16>>& assignments) const {
        assignments.reserve(voter_count());
        for (size_t degree = 1; degree <= kMaxVotes; ++degree) {
            const List& list = lists_[degree - 1];
            for (size_t v = 0; v < list.voters.size(); ++v) {
                Assignment<PerU16> assignment{.who = list.voters[v]};
                assignment.distribution.reserve(degree);
                PerU16 sum;
                for (size_t i = 0; i < degree; ++i) {
                    const bool last = i + 1 == degree;
                    // Before the last: the order of the checks decides which error it is.
                    if (last && degree > 1 && sum >= PerU16::one()) return SolutionError::kWeightOverflow;
                    const TargetIndex target = list.targets[v * degree + i];
                    if (target >= targets) return SolutionError::kInvalidIndex;
                    const PerU16 part = last ? saturating_sub(PerU16::one(), sum) : list.parts[v * (degree - 1) + i];
                    sum = saturating_add(sum, part);
                    assignment.distribution.emplace_back(target, part);
                }
                if (list.voters[v] >= voters) return SolutionError::kInvalidIndex;
                assignments.push_back(std::move(assignment));
            }
        }
        return std::nullopt;
    }

    size_t voter_count() const {
        size_t count = 0;
        for (const List& list : lists_) count += list.voters.size();
        return count;
    }
    size_t edge_count() const {
        size_t count = 0;
        for (const List& list : lists_) count += list.targets.size();
        return count;
    }
    size_t average_edge_count() const { return voter_count() == 0 ? 0 : edge_count() / voter_count(); }

    /// The targets that occur, each once, sorted.
    std::vector<TargetIndex> unique_targets() const {
        constexpr size_t kBits = 64;
        std::vector<uint64_t> occurs((size_t{max_value<TargetIndex>()} + 1) / kBits);
        for (const List& list : lists_) {
            for (const TargetIndex target : list.targets) occurs[target / kBits] |= uint64_t{1} << target % kBits;
        }
        std::vector<TargetIndex> all;
        for (size_t i = 0; i < occurs.size(); ++i) {
            for (uint64_t word = occurs[i]; word != 0; word &= word - 1) {
                all.push_back(static_cast<TargetIndex>(i * kBits + static_cast<size_t>(std::countr_zero(word))));
            }
        }
        return all;
    }

    /// Removes a voter where it first occurs. False if it does not occur.
    bool remove_voter(VoterIndex who) {
        for (size_t degree = 1; degree <= kMaxVotes; ++degree) {
            List& list = lists_[degree - 1];
            const auto at = std::ranges::find(list.voters, who);
            if (at == list.voters.end()) continue;
            const auto place = at - list.voters.begin();
            const auto cut = [&](auto& items, size_t each) {
                const auto count = static_cast<ptrdiff_t>(each);
                items.erase(items.begin() + place * count, items.begin() + (place + 1) * count);
            };
            list.voters.erase(at);
            cut(list.targets, degree);
            cut(list.parts, degree - 1);
            return true;
        }
        return false;
    }

    friend bool operator==(const CompactSolution&, const CompactSolution&) = default;

  private:
    friend struct scale::Codec<CompactSolution>;

    /// Voters with the same number n of targets: n targets and n - 1 parts each, one after the other.
    struct List {
        std::vector<VoterIndex> voters;
        std::vector<TargetIndex> targets;
        std::vector<PerU16> parts;
        friend bool operator==(const List&, const List&) = default;
    };
    std::array<List, kMaxVotes> lists_;
};

}  // namespace serinus::sdk::npos

/// A sequence for each number of targets.
template <size_t kMaxVotes>
inline constexpr serinus::scale::RustLayout serinus::scale::kRustLayout<serinus::sdk::npos::CompactSolution<kMaxVotes>>{
    kMaxVotes * kRustVec.size, kRustVec.align};

/// `kMaxVotes` sequences of (voter, (target, part) ..., last target), every number compact.
template <size_t kMaxVotes>
struct serinus::scale::Codec<serinus::sdk::npos::CompactSolution<kMaxVotes>> {
    using Solution = serinus::sdk::npos::CompactSolution<kMaxVotes>;
    static constexpr size_t kMinSize = kMaxVotes;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Solution& solution) {
        size_t total = 0;
        for (const auto& list : solution.lists_) {
            total += compact_size(uint64_t{list.voters.size()});
            for (const auto voter : list.voters) total += compact_size(uint64_t{voter});
            for (const auto target : list.targets) total += compact_size(uint64_t{target});
            for (const auto part : list.parts) total += compact_size(uint64_t{part._0});
        }
        return total;
    }
    static void write(Encoder& out, const Solution& solution) {
        for (size_t degree = 1; degree <= kMaxVotes; ++degree) {
            const auto& list = solution.lists_[degree - 1];
            out.compact(uint64_t{list.voters.size()});
            for (size_t v = 0; v < list.voters.size(); ++v) {
                out.compact(uint64_t{list.voters[v]});
                for (size_t i = 0; i < degree; ++i) {
                    out.compact(uint64_t{list.targets[v * degree + i]});
                    if (i + 1 < degree) out.compact(uint64_t{list.parts[v * (degree - 1) + i]._0});
                }
            }
        }
    }
    static bool read(Decoder& in, Solution& solution) {
        for (size_t degree = 1; degree <= kMaxVotes; ++degree) {
            auto& list = solution.lists_[degree - 1];
            list = {};
            Compact<uint32_t> count;
            if (!decode_into(in, count) || !in.enter()) return false;
            // In Rust: (u32, [(u16, u16); degree - 1], u16)
            if (!in.allocate(uint64_t{count.value} * 4 * (degree + 1))) return false;
            // Storage grows with what was really read.
            for (uint32_t v = 0; v < count.value; ++v) {
                Compact<uint32_t> voter;
                if (!decode_into(in, voter)) return false;
                list.voters.push_back(voter);
                for (size_t i = 0; i < degree; ++i) {
                    Compact<uint16_t> target;
                    if (!decode_into(in, target)) return false;
                    list.targets.push_back(target);
                    if (i + 1 == degree) break;
                    Compact<uint16_t> part;
                    if (!decode_into(in, part)) return false;
                    list.parts.push_back({part});
                }
            }
            in.leave();
        }
        return true;
    }
};

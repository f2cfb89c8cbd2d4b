#include <bit>

#include "base/assert.hpp"
#include "runtime/npos/reduce.hpp"

namespace serinus::sdk::npos {
namespace {

constexpr uint32_t kNobody = ~uint32_t{0};

/// Which voter votes for a pair of targets. Open addressing: pairs are only added; what was taken away is kNobody.
class PairTable {
  public:
    explicit PairTable(size_t pairs) : slots_(std::bit_ceil(pairs * 2 + 1)) {}

    uint32_t& voter_of(uint32_t first, uint32_t second) {
        const uint64_t key = uint64_t{first} << 32 | second;
        const size_t mask = slots_.size() - 1;
        for (size_t at = (key * 0x9e37'79b9'7f4a'7c15ull) >> 20 & mask;; at = (at + 1) & mask) {
            Slot& slot = slots_[at];
            if (slot.used && slot.key != key) continue;
            slot.key = key;
            slot.used = true;
            return slot.voter;
        }
    }

  private:
    struct Slot {
        uint64_t key{};
        uint32_t voter = kNobody;
        bool used = false;
    };
    std::vector<Slot> slots_;
};

using Vote = std::pair<uint32_t, Stake>;

std::vector<Vote> votes_for(const StakedAssignment& assignment, uint32_t first, uint32_t second) {
    std::vector<Vote> votes;
    for (const Vote& vote : assignment.distribution) {
        if (vote.first == first || vote.first == second) votes.push_back(vote);
    }
    return votes;
}

Stake* stake_on(StakedAssignment& assignment, uint32_t target) {
    const auto at = std::ranges::find(assignment.distribution, target, &Vote::first);
    return at == assignment.distribution.end() ? nullptr : &at->second;
}

void increase(StakedAssignment& assignment, uint32_t target, Stake by) {
    if (Stake* stake = stake_on(assignment, target)) *stake = saturating_add(*stake, by);
}
/// True if nothing is left.
bool decrease(StakedAssignment& assignment, uint32_t target, Stake by) {
    const auto at = std::ranges::find(assignment.distribution, target, &Vote::first);
    if (at == assignment.distribution.end()) return false;
    at->second = saturating_sub(at->second, by);
    if (at->second != 0) return false;
    assignment.distribution.erase(at);
    return true;
}

}  // namespace

uint32_t reduce_fours(std::vector<StakedAssignment>& assignments) {
    size_t pairs = 0;
    for (const auto& assignment : assignments) {
        pairs += assignment.distribution.size() * assignment.distribution.size() / 2;
    }
    PairTable table(pairs);
    uint32_t removed = 0;
    std::vector<uint32_t> targets;
    for (uint32_t place = 0; place < assignments.size(); ++place) {
        StakedAssignment& own = assignments[place];
        // As they are now: edges may go while the pairs are looked at.
        targets.clear();
        for (const auto& [target, stake] : own.distribution) targets.push_back(target);
        for (size_t i = 0; i < targets.size(); ++i) {
            for (size_t j = i + 1; j < targets.size(); ++j) {
                uint32_t& other_place = table.voter_of(targets[i], targets[j]);
                if (other_place == kNobody) {
                    other_place = place;
                    continue;
                }
                const auto mine = votes_for(own, targets[i], targets[j]);
                if (mine.size() != 2) continue;  // one of them went with an earlier pair
                StakedAssignment& other = assignments[other_place];
                auto theirs = votes_for(other, targets[i], targets[j]);
                if (theirs.size() < 2) {
                    other_place = place;
                    continue;
                }
                if (theirs.size() > 2) continue;
                if (theirs[0].first != mine[0].first) std::swap(theirs[0], theirs[1]);

                // The smallest goes, the last of equal ones; its voter moves it to the other target, the other voter
                // moves as much the other way.
                const std::array<Vote, 4> circle{mine[0], mine[1], theirs[0], theirs[1]};
                size_t least = 0;
                for (size_t k = 1; k < 4; ++k) {
                    if (circle[k].second <= circle[least].second) least = k;
                }
                const Stake moved = circle[least].second;
                const size_t sibling = least ^ 1;
                const auto voter = [&](size_t k) -> StakedAssignment& { return k < 2 ? own : other; };
                increase(voter(sibling), circle[sibling].first, moved);
                increase(voter(least ^ 2), circle[least ^ 2].first, moved);
                bool gone[2] = {false, false};  // of `own`, of `other`
                for (const size_t k : {least, sibling ^ 2}) {
                    if (!decrease(voter(k), circle[k].first, moved)) continue;
                    gone[k / 2] = true;
                    ++removed;
                }
                SERINUS_ASSERT(gone[0] || gone[1]);  // the smallest is gone, if voters and targets are different
                if (gone[0] && gone[1]) {
                    other_place = kNobody;
                } else if (gone[1]) {
                    other_place = place;
                }
            }
        }
    }
    return removed;
}

}  // namespace serinus::sdk::npos

/// Which statements of a group are known, or not wanted.
/// Observed: polkadot-node-network-protocol 36.0.0, `StatementFilter`.
#pragma once

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

/// A bit for each member of the group, for either kind of statement.
struct StatementFilter {
    Bits seconded;
    Bits valid;

    static StatementFilter blank(size_t group_size) { return {Bits(group_size), Bits(group_size)}; }

    /// What comes from outside fits a group only if both have its size.
    bool has_size(size_t group_size) const noexcept {
        return seconded.size() == group_size && valid.size() == group_size;
    }
    bool contains(size_t member, bool is_seconded) const noexcept {
        return is_seconded ? seconded[member] : valid[member];
    }
    void set(size_t member, bool is_seconded) noexcept { (is_seconded ? seconded : valid).set(member, true); }

    /// How many members back the candidate by one statement or by both. Both have one size.
    size_t backing_count() const noexcept {
        size_t count = 0;
        for (size_t i = 0; i < seconded.size(); ++i) count += seconded[i] || valid[i] ? 1 : 0;
        return count;
    }
    bool has_seconded() const noexcept { return seconded.count_ones() > 0; }

    /// Takes these statements out; members behind the end of the other one stay.
    void remove(const StatementFilter& other) noexcept {
        clear(seconded, other.seconded);
        clear(valid, other.valid);
    }
    /// Takes the statements of these members out; members behind the end of `members` stay.
    void remove_members(const Bits& members) noexcept {
        clear(seconded, members);
        clear(valid, members);
    }
    /// Adds what the other one, of the same size, has.
    void add(const StatementFilter& other) noexcept {
        for (size_t i = 0; i < seconded.size(); ++i) {
            if (other.seconded[i]) seconded.set(i, true);
            if (other.valid[i]) valid.set(i, true);
        }
    }
    /// Whether each statement of the other one, of the same size, is in this one.
    bool covers(const StatementFilter& other) const noexcept {
        for (size_t i = 0; i < seconded.size(); ++i) {
            if ((other.seconded[i] && !seconded[i]) || (other.valid[i] && !valid[i])) return false;
        }
        return true;
    }

    friend bool operator==(const StatementFilter&, const StatementFilter&) = default;

  private:
    static void clear(Bits& bits, const Bits& other) noexcept {
        for (size_t i = 0; i < std::min(bits.size(), other.size()); ++i) {
            if (other[i]) bits.set(i, false);
        }
    }
};

}  // namespace serinus::parachain

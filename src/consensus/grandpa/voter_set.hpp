/// The authorities of one set, in the order that the protocol gives them, and how much weight decides.
#pragma once

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

/// Which voters, by index.
class VoterBits {
  public:
    explicit VoterBits(size_t voters) : words_((voters + 63) / 64) {}

    void set(size_t voter) { words_[voter / 64] |= uint64_t{1} << (voter % 64); }
    bool test(size_t voter) const { return (words_[voter / 64] >> (voter % 64) & 1) != 0; }
    void merge(const VoterBits& other) {
        for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    }
    const std::vector<uint64_t>& words() const noexcept { return words_; }

  private:
    std::vector<uint64_t> words_;
};

/// Not empty, no weight of zero, and their sum fits 64 bits. Spec: sect-authority-set
class VoterSet {
  public:
    /// Authorities without weight are left out; who is there several times has the sum. nullopt: no authority is left,
    /// or the sum is too large.
    static std::optional<VoterSet> from(const AuthorityList& authorities);

    /// Ascending by key: this order names the primary of a round.
    const AuthorityList& voters() const noexcept { return voters_; }
    size_t size() const noexcept { return voters_.size(); }
    std::optional<size_t> find(const AuthorityId& id) const;

    Weight total() const noexcept { return total_; }
    /// More than two thirds: the total without the largest weight that may be faulty, which is below a third.
    Weight threshold() const noexcept { return total_ - (total_ - 1) / 3; }

    /// Of those that are in `bits`, or in `also`: each once.
    Weight weight_of(const VoterBits& bits, const VoterBits& also) const;

    /// Spec: algo-grandpa-round
    size_t primary(RoundNumber round) const noexcept { return static_cast<size_t>(round % voters_.size()); }

  private:
    VoterSet() = default;
    AuthorityList voters_;
    Weight total_ = 0;
    bool all_weigh_one_ = true;
};

}  // namespace serinus::consensus::grandpa

/// Who has voted how on a candidate, without the signatures: what an import counts with.
#pragma once

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

class Tally {
  public:
    /// Of the votes of so many validators; votes of others do not count.
    explicit Tally(size_t validators) : validators_(validators) {}
    static Tally of(const CandidateVotes& votes, size_t validators);

    /// By the rules of `CandidateVotes::add`. Returns whether anything has changed.
    bool add(const CheckedVote& vote);

    size_t valid_count() const noexcept { return valid_.count(); }
    size_t invalid_count() const noexcept { return invalid_.count(); }
    /// Validators that voted for, against or both.
    size_t voter_count() const noexcept;
    bool is_for(ValidatorIndex validator) const noexcept { return valid_.has(validator._0); }
    bool is_against(ValidatorIndex validator) const noexcept { return invalid_.has(validator._0); }
    bool has_voted(ValidatorIndex validator) const noexcept { return is_for(validator) || is_against(validator); }
    std::vector<ValidatorIndex> against() const;

  private:
    struct Set {
        std::vector<uint64_t> words;
        bool has(uint32_t index) const noexcept {
            return index / 64 < words.size() && (words[index / 64] >> (index % 64) & 1) != 0;
        }
        /// Returns whether it was not there.
        bool add(uint32_t index);
        size_t count() const noexcept;
    };
    size_t validators_;
    Set valid_;
    Set backing_;  ///< of the valid ones
    Set invalid_;
};

/// As `assess` of the votes.
VoteState assess(const Tally& tally, size_t validators, const std::set<ValidatorIndex>& disabled, uint64_t now_s);

/// The tallies of the candidates that were asked for last: at least `kKept` of them, at most twice as many.
class Tallies {
  public:
    static constexpr size_t kKept = 2048;
    struct Entry {
        CandidateReceipt receipt;
        Tally tally;
    };
    /// nullptr: it is not here. Until the next call that is not const.
    const Entry* find(const DisputeKey& dispute);
    const Entry* peek(const DisputeKey& dispute) const;
    const Entry& put(const DisputeKey& dispute, Entry entry);
    void clear();
    size_t size() const noexcept { return newer_.size() + older_.size(); }

  private:
    std::map<DisputeKey, Entry> newer_;
    std::map<DisputeKey, Entry> older_;  ///< go when there are kKept newer ones
};

}  // namespace serinus::parachain

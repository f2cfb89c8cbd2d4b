/// How many disputes over candidates that no block has a validator may begin: the candidates may be made up, and each
/// costs all others memory and disk. Observed: polkadot-node-core-dispute-coordinator 36.0.0, spam_slots.rs
#pragma once

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

class SpamSlots {
  public:
    /// Of a validator in a session.
    static constexpr uint32_t kSlots = 50;

    /// A vote against a candidate that may be spam. False if the validator has no slot left; one that was counted for
    /// the candidate needs none.
    bool add(const DisputeKey& dispute, ValidatorIndex validator);
    /// The candidate is no spam: its slots are free.
    void clear(const DisputeKey& dispute);
    void forget_before(SessionIndex session);

    size_t used_by(SessionIndex session, ValidatorIndex validator) const;
    size_t dispute_count() const noexcept { return voters_.size(); }

  private:
    std::map<std::pair<SessionIndex, ValidatorIndex>, uint32_t> used_;  ///< none is zero
    std::map<DisputeKey, std::set<ValidatorIndex>> voters_;             ///< none is empty
};

}  // namespace serinus::parachain

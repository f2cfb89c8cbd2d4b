/// Validators that have lost disputes, before the relay chain disables them: they begin no disputes of weight.
/// Observed: polkadot-node-core-dispute-coordinator 36.0.0, `OffchainDisabledValidators`
#pragma once

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

class LostDisputes {
  public:
    /// What they have done, the worst first.
    enum class Offence : uint8_t { kBackedInvalid, kApprovedInvalid, kDisputedValid };

    /// Returns whether it is the first of the validator.
    bool add(SessionIndex session, ValidatorIndex validator, Offence offence);
    /// The losers among those who have voted in a dispute that is concluded. Returns those who had lost none before.
    std::set<ValidatorIndex> add_losers(SessionIndex session, const CandidateVotes& votes, DisputeStatus::Stage stage);
    void forget_before(SessionIndex session);

    bool contains(SessionIndex session, ValidatorIndex validator) const;
    /// The worst offences first, and of these the latest first. Each once.
    std::vector<ValidatorIndex> of_session(SessionIndex session) const;

  private:
    struct Entry {
        Offence offence{};
        uint64_t order = 0;  ///< of the last one
    };
    std::map<SessionIndex, std::map<ValidatorIndex, Entry>> lost_;
    uint64_t next_order_ = 0;
};

/// Those who are disabled for the disputes of a session: of whom the chain says so and then the losers, at most f.
std::set<ValidatorIndex> disabled_validators(const std::vector<ValidatorIndex>& on_chain,
                                             const std::vector<ValidatorIndex>& losers, size_t validators);

}  // namespace serinus::parachain

/// Candidates that a lying validator has invented.
#pragma once

#include <map>

#include "services/parachain/substitutes.hpp"

namespace serinus::malus {

using parachain::CandidateCommitments;
using parachain::CandidateHash;
using parachain::CandidateReceipt;
using parachain::PersistedValidationData;
using parachain::PoV;
using services::paras::CandidateChecks;
using services::paras::CheckResult;
using services::paras::CollationTaker;
using services::paras::Outcome;
using services::paras::RelayStates;
using services::paras::Session;
using services::paras::Substitutes;

/// What is promised of an invented candidate.
using Lies = std::map<CandidateHash, CandidateCommitments>;

/// Calls everything valid: what backs garbage must also vote for it when it is disputed. Invented candidates are not
/// looked at; others are executed, so that the commitments of the good ones are known.
class SaysValid final : public CandidateChecks {
  public:
    /// All outlive this.
    SaysValid(CandidateChecks& honest, platform::Lane& lane, const Lies& lies)
        : honest_(honest), lane_(lane), lies_(lies) {}
    void check(Candidate candidate, OnResult on_result) override;

  private:
    CandidateChecks& honest_;
    platform::Lane& lane_;
    const Lies& lies_;
};

enum class Garbage : uint8_t {
    kOtherHead,   ///< a good proof, which leads to another head than the receipt says
    kOtherProof,  ///< bytes in the place of the proof
};

/// In the place of each good collation seconds one that no check may find valid, and that the relay chain takes: but
/// for what is invented it is the collation.
class SecondsGarbage final : public CollationTaker {
  public:
    /// `checks`: honest ones. All outlive this.
    SecondsGarbage(CollationTaker& taker, CandidateChecks& checks, RelayStates& states, Lies& lies, Garbage garbage)
        : taker_(taker), checks_(checks), states_(states), lies_(lies), garbage_(garbage) {}
    void second(const CandidateReceipt& receipt, const PersistedValidationData& data, PoV pov) override;

  private:
    void invent(CandidateReceipt receipt, const PersistedValidationData& data, PoV pov, CandidateCommitments promised);

    CollationTaker& taker_;
    CandidateChecks& checks_;
    RelayStates& states_;
    Lies& lies_;
    const Garbage garbage_;
};

}  // namespace serinus::malus

/// What a validator does that lies otherwise than by inventing candidates (lies.hpp).
#pragma once

#include <atomic>

#include "services/parachain/substitutes.hpp"

namespace serinus::malus {

using parachain::AvailableData;
using parachain::AvailableStore;
using parachain::CandidateHash;
using parachain::ErasureChunk;
using parachain::RequestKind;
using parachain::ValidatorIndex;
using services::paras::CandidateChecks;
using services::paras::CheckResult;
using services::paras::Conduct;
using services::paras::Outlets;
using services::paras::PeerId;
using services::paras::Substitutes;

/// Calls invalid what it is assigned to approve, and stays with it in the dispute; honest at backing.
class DisputesAll final : public CandidateChecks {
  public:
    /// Both outlive this.
    DisputesAll(CandidateChecks& honest, platform::Lane& lane) : honest_(honest), lane_(lane) {}
    void check(Candidate candidate, OnResult on_result) override;

  private:
    CandidateChecks& honest_;
    platform::Lane& lane_;
};

/// Never ends a check for an approval: its assignments are announced, and nothing follows.
class NeverApproves final : public CandidateChecks {
  public:
    explicit NeverApproves(CandidateChecks& honest) : honest_(honest) {}
    void check(Candidate candidate, OnResult on_result) override;

  private:
    CandidateChecks& honest_;
};

/// Gives nobody a chunk or data.
class GivesNothing final : public AvailableStore {
  public:
    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const override;
    std::optional<AvailableData> find_data(const CandidateHash& candidate) const override;
};

/// Gives every second one who asks something else. Any thread.
class GivesOther final : public AvailableStore {
  public:
    /// Outlives this.
    explicit GivesOther(const AvailableStore& honest) : honest_(honest) {}
    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const override;
    std::optional<AvailableData> find_data(const CandidateHash& candidate) const override;

  private:
    bool is_turn() const { return ++asked_ % 2 == 0; }

    const AvailableStore& honest_;
    mutable std::atomic<uint64_t> asked_ = 0;
};

/// Gives everything late: later than those who ask wait. Blocks the thread that asks.
class GivesLate final : public AvailableStore {
  public:
    /// Outlives this.
    explicit GivesLate(const AvailableStore& honest) : honest_(honest) {}
    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const override;
    std::optional<AvailableData> find_data(const CandidateHash& candidate) const override;

  private:
    const AvailableStore& honest_;
};

/// Signs a vote for each candidate that it seconds, as if another one had seconded it, and tells the same peers of
/// both: two statements of one validator on one candidate.
class SignsTwice final : public Outlets {
  public:
    /// All outlive this.
    SignsTwice(Outlets& own, const crypto::NodeKeys& keys, services::paras::RelayStates& states)
        : own_(own), keys_(keys), states_(states) {}
    void send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) override;
    void report(const PeerId& peer, Conduct conduct, std::string_view reason) override {
        own_.report(peer, conduct, reason);
    }
    bool has_room(RequestKind kind) const override { return own_.has_room(kind); }
    void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                 OnAnswer on_answer) override {
        own_.request(peer, kind, std::move(content), fallback, std::move(on_answer));
    }

  private:
    Outlets& own_;
    const crypto::NodeKeys& keys_;
    services::paras::RelayStates& states_;
};

}  // namespace serinus::malus

/// Candidates on a node: what may follow each para's head, what this validator backs, and the statements of all groups.
/// Joins prospective parachains, backing and statement distribution, in this order at each leaf.
#pragma once

#include "parachain/statements/distribution.hpp"
#include "services/parachain/availability/store.hpp"
#include "services/parachain/inherent/inherent.hpp"
#include "services/parachain/signed_once.hpp"
#include "services/parachain/timelines/timelines.hpp"
#include "services/parachain/validation/checker.hpp"

namespace serinus::services::paras {

/// What collators' protocol hears of its collations. Called in the middle of an input of backing: it acts later.
class CollationListener {
  public:
    virtual ~CollationListener() = default;
    virtual void on_seconded(const parachain::BackingEffect::CollationSeconded& seconded) = 0;
    virtual void on_invalid(const parachain::BackingEffect::CollationInvalid& invalid) = 0;
};

/// Takes collations that came and are what was offered.
class CollationTaker {
  public:
    virtual ~CollationTaker() = default;
    virtual void second(const parachain::CandidateReceipt& receipt, const parachain::PersistedValidationData& data,
                        parachain::PoV pov) = 0;
};

class Candidates final : public Part, public BackedCandidates, public CollationTaker {
  public:
    /// All outlive this. The lane is the one that calls this; what takes long runs on `jobs`.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        platform::Lane& jobs;
        const crypto::NodeKeys& keys;
        RelayStates& states;
        const AuthorityPeers& authorities;
        Outlets& outlets;
        AvailabilityStore& store;
        SignedOnce& signed_once;
        CandidateExecutor& executor;
        CandidateChecks& checker;
        Timelines& timelines;
    };
    explicit Candidates(const Environment& environment);

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void on_finalized(const ActiveLeaves::Leaf& block) override;
    void on_topology(const Session& session, const PeerTopology& topology) override;
    void on_peer(const PeerId& peer, const AuthorityIds& authorities) override;
    void on_authorities(const PeerId& peer, const AuthorityIds& authorities) override;
    void on_peer_gone(const PeerId& peer) override { statements_.disconnect(peer); }
    void on_view(const PeerId& peer, const parachain::View& view) override;
    void on_message(const PeerId& peer, const parachain::ValidationMessage& message) override;

    std::vector<parachain::BackedCandidate> select(const Hash256& leaf,
                                                   const std::map<ParaId, parachain::CandidatePlan>& plan) override;

    /// The answer to a request for a candidate with its statements; nullopt refuses.
    std::optional<Bytes> answer(const PeerId& peer, BytesView request);

    void second(const parachain::CandidateReceipt& receipt, const parachain::PersistedValidationData& data,
                parachain::PoV pov) override;
    /// Outlives this; before anything happens.
    void set_collations(CollationListener& listener) { collations_ = &listener; }

    const parachain::ProspectiveParachains& prospective() const noexcept { return prospective_; }
    const parachain::Backing& backing() const noexcept { return backing_; }

    struct Figures {
        uint64_t statements = 0;  ///< own ones
        uint64_t seconded = 0;    ///< of them
        uint64_t backed = 0;      ///< candidates that this node saw get enough votes
        uint64_t requested = 0;   ///< candidates with their statements
        size_t candidates = 0;    ///< known to statement distribution
    };
    Figures figures() const;

  private:
    using Validate = parachain::BackingEffect::Validate;

    void activate_statements(const RelayState& leaf);
    /// Which blocks may be scheduling parents, also when a leaf comes and none goes, as on a fork: it drops candidates
    /// of others. Returns them.
    std::set<Hash256> tell_executor();
    void carry_out(parachain::Backing::Effects& effects);
    void carry_out(parachain::StatementDistribution::Effects& effects);
    /// After any input of statement distribution.
    void send_requests();
    void request(const parachain::StatementEffect::Request& effect);
    void sign(const parachain::BackingEffect::Sign& effect);
    /// For the collations, once this input is over.
    void later(platform::Task task);
    void validate(Validate work);
    void fetch_pov(Validate work);
    void check(Validate work, parachain::PoV pov);
    /// Cuts the data into chunks, checks the root, stores all of it.
    void make_available(const Validate& work, parachain::PoV pov, parachain::CandidateCommitments commitments);
    void conclude(const Validate& work, parachain::Backing::Outcome outcome,
                  const parachain::CandidateCommitments& commitments);
    std::optional<PeerId> peer_of(const Session& session, ValidatorIndex validator) const;

    Environment environment_;
    CollationListener* collations_ = nullptr;
    parachain::ProspectiveParachains prospective_;
    parachain::Backing backing_;
    parachain::StatementDistribution statements_;
    std::map<Hash256, std::set<Hash256>> allowed_;  ///< by leaf: blocks that may be scheduling parents there
    std::optional<uint64_t> planned_wake_;
    Figures figures_;
};

}  // namespace serinus::services::paras

/// Validators and collators with all machines of this room joined, on a simulated relay chain, from one seed: what a
/// service does with the machines' effects, with time, links and liars as arguments.
#pragma once

#include "erasure/code.hpp"
#include "parachain/approval/finality_vote.hpp"
#include "parachain/approval/gossip.hpp"
#include "parachain/availability/bitfields.hpp"
#include "parachain/availability/chunk_fetch.hpp"
#include "parachain/availability/recovery.hpp"
#include "parachain/availability/retention.hpp"
#include "parachain/availability/serving.hpp"
#include "parachain/collation/collator_side.hpp"
#include "parachain/simulation/sim_chain.hpp"
#include "parachain/simulation/sim_network.hpp"
#include "parachain/statements/gossip_support.hpp"

namespace serinus::parachain::simulation {

/// The faults of a validator against the rules.
struct Lies {
    bool backs_garbage = false;         ///< what is invalid is valid to it, in backing and in approval
    bool withholds_chunks = false;      ///< it gives nobody chunks, proofs or data
    bool withholds_statements = false;  ///< it answers no request for candidates
    bool is_no_show = false;            ///< it announces checks and does not make them
    bool is_dead = false;

    bool any() const { return backs_garbage || withholds_chunks || withholds_statements || is_no_show || is_dead; }
};

enum class CollatorKind : uint8_t { kHonest, kGarbage, kSilent, kOtherThanOffered };

struct SimulationOptions {
    uint32_t validators = 9;
    uint32_t group_size = 3;
    BlockNumber rotation = 4;
    LinkOptions links;
    unsigned cut_percent_per_slot = 0;    ///< links between two validators that are cut for some seconds
    uint64_t slots_without_finality = 0;  ///< from the first on nobody votes in so many
    std::map<uint32_t, Lies> liars;
    std::vector<std::pair<uint32_t, CollatorKind>> collators;  ///< the core of each
};

/// Counts of a run.
struct SimulationReport {
    std::map<ParaId, size_t> included;
    std::map<ParaId, BlockNumber> last_included_at;
    std::set<CandidateHash> invalid_included;
    std::set<CandidateHash> disputed;
    std::multiset<std::string> costs;  ///< what honest nodes held against each other
    size_t blocks = 0;
    size_t misbehaviors = 0;
    size_t checks = 0;
    size_t recoveries_failed = 0;
    BlockNumber finalized = 0;
    BlockNumber best = 0;
};

class Simulation {
  public:
    Simulation(SimulationOptions options, uint64_t seed);
    ~Simulation();

    void run_slots(uint64_t slots);
    const SimulationReport& report() const { return report_; }
    const SimChain& chain() const { return chain_; }
    bool is_final_invalid() const;
    /// The most that any validator keeps of each thing.
    struct Kept {
        size_t blocks = 0;
        size_t candidates = 0;
        size_t requests = 0;
        size_t segments = 0;
        size_t approval_blocks = 0;
        size_t gossip_blocks = 0;
        size_t approval_candidates = 0;  ///< of which it keeps who has said what
        size_t fetches = 0;
    };
    Kept kept() const;

  private:
    struct Validator;
    struct Collator;
    struct Encoded;

    // setup
    uint32_t nodes() const;
    PeerId peer(uint32_t node) const { return peer_numbered(node); }
    uint32_t number_of(const PeerId& peer) const { return numbers_.at(peer); }
    Draw draw() {
        return [this](size_t part, size_t of) { return random_() % of < part; };
    }
    bool is_honest(uint32_t validator) const;
    void cost(uint32_t by, const PeerId& of, bool is_cost, std::string what);

    // blocks
    void on_slot(uint64_t slot);
    void author(Validator& at, uint64_t slot);
    void on_block(Validator& at, const Hash256& block);
    void on_block(Collator& at, const Hash256& block);
    void activate(Validator& at, const SimBlock& block);
    void deactivate_old(Validator& at, const SimBlock& block);
    void send_view(Validator& at);
    void finalize();
    void cut_links();

    // what machines ask for
    void carry_out(Validator& at, const Backing::Effects& effects);
    void carry_out(Validator& at, const StatementDistribution::Effects& effects);
    void carry_out(Validator& at, const ValidatorSide::Effects& effects);
    void carry_out(Validator& at, const ApprovalVoting::Effects& effects);
    void carry_out(Validator& at, const ApprovalGossip::Effects& effects);
    void carry_out(Validator& at, const BitfieldGossip::Effects& effects);
    void carry_out(Validator& at, const ChunkFetching::Effects& effects);
    void carry_out(Validator& at, const CandidateHash& candidate, const Recovery::Effects& effects);
    void carry_out(Collator& at, const CollatorSide::Effects& effects);

    // jobs
    void tick(Validator& at);
    void validate(Validator& at, const BackingEffect::Validate& job);
    void execute(Validator& at, const BackingEffect::Validate& job, const PoV& pov);
    void store_data(Validator& at, const CandidateHash& candidate, const AvailableData& data);
    void fetch_chunks(Validator& at, const SimBlock& block);
    void sign_bitfield(Validator& at, const Hash256& block);
    void check(Validator& at, const ApprovalEffect::Check& job);
    void on_recovered(Validator& at, const CandidateHash& candidate, const std::optional<AvailableData>& data,
                      bool is_invalid);
    void request_collation(Validator& at, const ValidatorSideEffect::Request& effect);
    void collate(Collator& at, const SimBlock& block);
    void send(uint32_t from, const std::vector<PeerId>& to, const ValidationMessage& message);
    void receive(Validator& at, uint32_t from, const ValidationMessage& message);
    void dial(Collator& at);
    void connect_collation(Collator& collator, uint32_t validator);
    void disconnect_collation(uint32_t collator, uint32_t validator);
    std::shared_ptr<const Encoded> encode(const AvailableData& data);
    Validator* living(uint32_t number);

    SimulationOptions options_;
    std::mt19937_64 random_;
    StatementWorld world_;
    SimChain chain_;
    Clock clock_;
    Links links_;
    erasure::Code code_;
    std::shared_ptr<const ApprovalSession> approval_session_;
    std::map<PeerId, uint32_t> numbers_;
    std::vector<std::unique_ptr<Validator>> validators_;
    std::vector<std::unique_ptr<Collator>> collators_;
    std::map<Hash256, std::shared_ptr<const Encoded>> encoded_;                  ///< by the payload's hash
    std::map<CandidateHash, std::pair<CommittedCandidateReceipt, bool>> truth_;  ///< with whether it is valid
    SimulationReport report_;
    Hash256 final_hash_;
    uint64_t slot_ = 0;
};

}  // namespace serinus::parachain::simulation

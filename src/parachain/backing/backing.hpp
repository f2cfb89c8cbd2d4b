/// Candidate backing: what this validator seconds and votes for, and which candidates have enough votes.
/// Observed: polkadot-node-core-backing 36.0.0.
///
/// - A validator backs at a scheduling parent only candidates of the core that its group has there, and only if the
/// para
///   is in that core's claim queue. A disabled one backs nothing, and its statements do not count.
/// - It makes at most one statement on a candidate. It is recorded when it is asked for (the effect Sign), so that
///   nothing is signed twice; who carries effects out stores it before it signs, and signs before it sends.
/// - Before it signs, the candidate was executed, its erasure root found right and its data stored.
/// - The proof comes from the collator, or from one that backs the candidate; if that one has none, from the next.
#pragma once

#include "parachain/backing/statement_table.hpp"
#include "parachain/candidates/prospective.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::GroupRotationInfo;

/// The group that has a core now, of as many as there are cores, and the core that a group has.
GroupIndex group_of_core(const GroupRotationInfo& rotation, CoreIndex core, size_t cores) noexcept;
CoreIndex core_of_group(const GroupRotationInfo& rotation, GroupIndex group, size_t cores) noexcept;

/// The relay chain's data at a scheduling parent.
struct BackingFacts {
    Hash256 scheduling_parent;
    SessionIndex session{};
    std::vector<std::vector<ValidatorIndex>> groups;
    GroupRotationInfo rotation;
    ClaimQueue claim_queue;
    std::set<ValidatorIndex> disabled;
    uint32_t minimum_backing_votes = 2;
    std::optional<ValidatorIndex> own;  ///< this node among the validators
};

/// A statement with a good signature. One that seconds brings the candidate and its input.
struct StatementWithCandidate {
    SignedStatement statement;
    std::optional<CommittedCandidateReceipt> receipt;
    std::optional<PersistedValidationData> data;
};

/// One effect of backing; they are carried out in order.
struct BackingEffect {
    /// Execute the candidate, check its erasure root, and store its data; the answer is `on_validated`. The proof is
    /// here, or a validator is to be asked for it; if it has none the answer is `on_no_pov`.
    struct Validate {
        Hash256 scheduling_parent;
        CandidateHash hash;
        CandidateReceipt receipt;
        PersistedValidationData data;
        CoreIndex core;
        std::optional<PoV> pov;
        ValidatorIndex pov_from;
    };
    /// Record, then sign this statement; the answer is `on_signed`.
    struct Sign {
        Hash256 scheduling_parent;
        CompactStatement statement;
    };
    /// Give an own statement to statement distribution.
    struct Share {
        Hash256 scheduling_parent;
        StatementWithCandidate statement;
    };
    /// A candidate has enough votes.
    struct Backed {
        ParaId para;
        CandidateHash hash;
    };
    /// To collators' protocol: the collation was seconded, or it is bad.
    struct CollationSeconded {
        Hash256 scheduling_parent;
        CandidateHash hash;
        SignedStatement statement;
        CommittedCandidateReceipt receipt;
    };
    struct CollationInvalid {
        Hash256 scheduling_parent;
        CandidateReceipt receipt;
    };
    struct Misbehaved {
        Hash256 scheduling_parent;
        ValidatorIndex validator;
        Misbehavior what;
    };
    std::variant<Validate, Sign, Share, Backed, CollationSeconded, CollationInvalid, Misbehaved> v;
};

class Backing {
  public:
    using Effects = std::vector<BackingEffect>;

    explicit Backing(ProspectiveParachains& prospective) : prospective_(prospective) {}

    /// A block may be a scheduling parent from now on. Nothing happens if it was one before.
    void activate(BackingFacts facts);
    /// Forgets all but these.
    void retain(const std::set<Hash256>& scheduling_parents);
    /// A finalized block has enabled receipts of version 3.
    void enable_v3() noexcept { is_v3_enabled_ = true; }
    bool is_v3_enabled() const noexcept { return is_v3_enabled_; }

    /// A collation is here: it is executed and seconded if this validator may.
    void second(const CandidateReceipt& receipt, const PersistedValidationData& data, PoV pov, Effects& out);
    /// Whether a candidate that is advertised could be seconded at a leaf.
    bool may_second(ParaId para, const HypotheticalCandidate& candidate) const;
    /// A statement of another validator.
    void on_statement(const Hash256& scheduling_parent, const StatementWithCandidate& statement,
                      const RelayParents& relay_parents, Effects& out);

    enum class Outcome : uint8_t {
        kValid,
        kInvalid,
        kUnknown,  ///< a failure of ours: no statement is made
    };
    /// `commitments`: those of a valid one.
    void on_validated(const Hash256& scheduling_parent, const CandidateHash& hash, Outcome outcome,
                      const CandidateCommitments& commitments, const RelayParents& relay_parents, Effects& out);
    void on_no_pov(const Hash256& scheduling_parent, const CandidateHash& hash, Effects& out);
    void on_signed(const Hash256& scheduling_parent, const SignedStatement& statement,
                   const RelayParents& relay_parents, Effects& out);

    /// The candidates with their votes, up to the first that has not enough or whose scheduling parent is gone.
    std::vector<BackedCandidate> find_backed(const std::vector<FragmentChain::Backable>& candidates) const;
    /// This validator's core at a block.
    std::optional<CoreIndex> own_core(const Hash256& scheduling_parent) const;

  private:
    struct Attesting {
        ValidatorIndex from;
        std::vector<ValidatorIndex> others;  ///< who backs it too
    };
    struct Work {
        bool is_to_second = false;
        CandidateReceipt receipt;
        PersistedValidationData data;
    };
    struct Block {
        BackingFacts facts;
        std::optional<CoreIndex> own_core;
        StatementTable table;
        std::set<CandidateHash> backed;
        std::set<CandidateHash> decided;               ///< a statement was made, or none will be
        std::map<CandidateHash, Work> awaiting;        ///< being executed
        std::map<CandidateHash, Attesting> attesting;  ///< seconded by others in the own group
        std::map<CandidateHash, StatementWithCandidate> to_sign;
    };
    enum class Import : uint8_t { kCounted, kNotCounted, kRejected };

    Block* find(const Hash256& scheduling_parent);
    static std::optional<CoreIndex> core_of_statement(const Block& block, const StatementWithCandidate& statement);
    Import import(Block& block, const StatementWithCandidate& statement, const RelayParents& relay_parents,
                  std::optional<CoreIndex>& counted_on, Effects& out);
    static bool is_able(const Block& block);
    void start_attesting(Block& block, const CandidateHash& hash, ValidatorIndex from, Effects& out);
    void ask_to_sign(Block& block, const CandidateHash& hash, StatementWithCandidate statement, Effects& out);

    ProspectiveParachains& prospective_;
    bool is_v3_enabled_ = false;
    std::map<Hash256, Block> blocks_;
    std::map<CandidateHash, std::pair<Hash256, PersistedValidationData>> inputs_;  ///< with the scheduling parent
};

}  // namespace serinus::parachain

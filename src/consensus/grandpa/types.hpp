/// What GRANDPA voters sign and send, and what proves that a block is final: plain data and its SCALE form.
///
/// Numbers of blocks take four bytes on all chains that we know. Observed: finality_grandpa 0.16 and
/// sp_consensus_grandpa, polkadot v1.0.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/store/block_store.hpp"
#include "codec/scale.hpp"
#include "crypto/ed25519.hpp"
#include "primitives/header.hpp"
#include "runtime_api/grandpa.hpp"

namespace serinus::consensus::grandpa {

using chain::BlockId;
using primitives::BlockNumber;

using runtime_api::grandpa::Authority;
using runtime_api::grandpa::AuthorityId;
using runtime_api::grandpa::AuthorityList;
using runtime_api::grandpa::SetId;

using Signature = crypto::ed25519::Signature;
using RoundNumber = uint64_t;  ///< the first of a set is 1. Spec: defn-voting-rounds
using Weight = uint64_t;

enum class VoteKind : uint8_t { kPrevote = 0, kPrecommit = 1, kPrimaryPropose = 2 };

/// Spec: defn-vote
struct Message {
    VoteKind kind = VoteKind::kPrevote;
    BlockId target;

    friend bool operator==(const Message&, const Message&) = default;
};

struct SignedMessage {
    Message message;
    Signature signature;
    AuthorityId id;

    friend bool operator==(const SignedMessage&, const SignedMessage&) = default;
};

/// A vote whose kind is known from where it stands.
struct SignedVote {
    BlockId target;
    Signature signature;
    AuthorityId id;

    friend bool operator==(const SignedVote&, const SignedVote&) = default;
};

/// Precommits for `target` or blocks above it. Spec: defn-grandpa-justification
struct Commit {
    BlockId target;
    std::vector<SignedVote> precommits;

    friend bool operator==(const Commit&, const Commit&) = default;
};

/// A commit as it is sent: the votes first, then who signed them. Spec: defn-grandpa-justifications-compact
struct CompactCommit {
    BlockId target;
    std::vector<BlockId> precommits;
    std::vector<std::pair<Signature, AuthorityId>> authentication;

    friend bool operator==(const CompactCommit&, const CompactCommit&) = default;
};

CompactCommit to_compact(const Commit& commit);
/// nullopt: not as many signatures as votes.
std::optional<Commit> from_compact(const CompactCommit& commit);

/// A commit with the headers that lead from the lowest of its votes to the others. Spec: defn-grandpa-justification
struct Justification {
    RoundNumber round = 0;
    Commit commit;
    std::vector<primitives::Header> votes_ancestries;

    friend bool operator==(const Justification&, const Justification&) = default;
};

/// What grandpa_proveFinality returns. Observed: sc_consensus_grandpa::FinalityProof, polkadot v1.0.0
struct FinalityProof {
    Hash256 block;                                    ///< that the justification is for
    Bytes justification;                              ///< SCALE Justification
    std::vector<primitives::Header> unknown_headers;  ///< from the block that was asked for (without it) to `block`

    friend bool operator==(const FinalityProof&, const FinalityProof&) = default;
};

/// Two votes of one kind in one round. Spec: defn-voter-equivocation
struct DoubleVote {
    RoundNumber round = 0;
    AuthorityId identity;
    std::pair<BlockId, Signature> first;
    std::pair<BlockId, Signature> second;

    friend bool operator==(const DoubleVote&, const DoubleVote&) = default;
};

struct EquivocationProof {
    SetId set_id = 0;
    VoteKind kind = VoteKind::kPrevote;  ///< no proposals
    DoubleVote votes;

    friend bool operator==(const EquivocationProof&, const EquivocationProof&) = default;
};

/// What a round has come to. Spec: algo-grandpa-round
struct RoundResult {
    std::optional<BlockId> prevote_ghost;
    std::optional<BlockId> finalized;
    std::optional<BlockId> estimate;
    bool completable = false;

    friend bool operator==(const RoundResult&, const RoundResult&) = default;
};

// Digest items of the engine "FRNK". Spec: defn-consensus-message-grandpa
struct ScheduledChange {
    AuthorityList next_authorities;
    BlockNumber delay = 0;  ///< blocks

    friend bool operator==(const ScheduledChange&, const ScheduledChange&) = default;
};
struct ForcedChange {
    BlockNumber median_last_finalized = 0;  ///< of the authorities, when the change was signalled
    ScheduledChange change;

    friend bool operator==(const ForcedChange&, const ForcedChange&) = default;
};
struct OnDisabled {
    uint64_t authority_index = 0;
    friend bool operator==(const OnDisabled&, const OnDisabled&) = default;
};
struct Pause {
    BlockNumber delay = 0;
    friend bool operator==(const Pause&, const Pause&) = default;
};
struct Resume {
    BlockNumber delay = 0;
    friend bool operator==(const Resume&, const Resume&) = default;
};
using ConsensusLog = scale::Enum<scale::At<1, ScheduledChange>, scale::At<2, ForcedChange>, scale::At<3, OnDisabled>,
                                 scale::At<4, Pause>, scale::At<5, Resume>>;

/// The change that a block signals: the first forced one of its digest, otherwise the first scheduled one. Items that
/// cannot be decoded are ignored, and so are those that no client acts upon (OnDisabled, Pause and Resume).
/// Observed: find_forced_change and find_scheduled_change of sc_consensus_grandpa, polkadot-stable2407
struct SignalledChange {
    ScheduledChange change;
    std::optional<BlockNumber> forced_median;  ///< the change is a forced one
};
std::optional<SignalledChange> find_change(const primitives::Header& header);

/// The bytes that a voter signs. Spec: defn-sign-round-vote
ByteArray<53> signed_bytes(const Message& message, RoundNumber round, SetId set_id);
bool check_signature(const SignedMessage& message, RoundNumber round, SetId set_id);
/// Both votes are signed, and they differ.
bool check_equivocation(const EquivocationProof& proof);

}  // namespace serinus::consensus::grandpa

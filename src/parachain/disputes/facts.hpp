/// What disputes are told of the relay chain and of what this node has stored: pure functions, asked while an input is
/// handled.
#pragma once

#include <memory>

#include "parachain/disputes/votes.hpp"
#include "parachain/wire/node_types.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::parachain {

/// The parts of a session that disputes need.
struct DisputeSession {
    std::vector<crypto::sr25519::PublicKey> validators;
    std::vector<AuthorityId> discovery_keys;  ///< those of `validators`, then those of all other authorities
    std::optional<AuthorityId> own_discovery_key;
    std::optional<ValidatorIndex> own;  ///< this node, if it is one of `validators`
    uint32_t max_coalesced = 1;         ///< candidates that one approval may be for

    static DisputeSession of(const polkadot_primitives::v5::SessionInfo& session, uint32_t max_coalesced);
};

/// An approval that approval voting has, of one candidate or of several.
struct ApprovalSignature {
    ValidatorIndex validator;
    SessionIndex session{};                 ///< that was signed
    std::vector<CandidateHash> candidates;  ///< that were signed together
    ValidatorSignature signature;
};

/// The approval as a vote in a dispute; nothing if it is for another session or other candidates, or for too many. The
/// reference does not look at the session: a dispute under a wrong one has approvals there that nobody signed for it.
std::optional<CheckedVote> vote_of(const ApprovalSignature& approval, const DisputeKey& dispute);

/// Keys with values.
using StoredRecords = std::vector<std::pair<Bytes, Bytes>>;

class DisputeFacts {
  public:
    virtual ~DisputeFacts() = default;
    /// nullptr: not known. It lasts while the input is handled.
    virtual const DisputeSession* find_session(SessionIndex session) const = 0;
    /// The validators that the relay chain has disabled in the state of a block; none where that is not known.
    virtual std::vector<ValidatorIndex> disabled_at(const Hash256& block) const = 0;
    virtual std::optional<BlockNumber> number_of(const Hash256& block) const = 0;
    virtual std::vector<ApprovalSignature> approvals_of(const CandidateHash& candidate) const = 0;
    /// What the effect Store wrote last under each key that begins with `prefix`, in the order of keys. The error is a
    /// sentence: the disk.
    virtual Result<StoredRecords, std::string> stored_under(BytesView prefix) const = 0;
};

}  // namespace serinus::parachain

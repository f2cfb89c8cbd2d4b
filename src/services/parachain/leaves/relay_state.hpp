/// What the relay chain's runtime says after a block, in the words of the cores: asked through ParachainHost.
///
/// Versions of the API below 11 know no claim queue and so give a state in which nothing is scheduled: this node then
/// keeps chunks, signs bitfields and approves, but backs nothing, like the reference below version 13.
#pragma once

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "parachain/candidates/prospective.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"
#include "services/parachain/leaves/session.hpp"

namespace serinus::services::paras {

using parachain::BlockNumber;
using parachain::CandidateHash;
using parachain::CoreIndex;
using parachain::GroupIndex;
using parachain::ParaId;
using runtime_api::OrCallError;

/// A block at which validators work: what it says of its children.
struct RelayState {
    Hash256 hash;
    Hash256 parent;
    BlockNumber number{};
    Hash256 state_root;
    SessionIndex session_index{};
    std::shared_ptr<const Session> session;
    std::vector<std::vector<ValidatorIndex>> groups;
    polkadot_primitives::v5::GroupRotationInfo rotation;
    std::vector<polkadot_primitives::v5::CoreState> cores;
    parachain::ClaimQueue claim_queue;
    std::set<ValidatorIndex> disabled;
    /// The block's ancestors from its parent on, whose children are of the same session; at most lookahead − 1.
    std::vector<Hash256> ancestors;

    /// Of all cores in order; nothing on a core without a candidate.
    std::vector<std::optional<CandidateHash>> candidates() const;
};

/// The headers of the chain, for ancestors.
class Headers {
  public:
    virtual ~Headers() = default;
    virtual std::shared_ptr<const primitives::Header> find_header(const Hash256& hash) = 0;
};

/// One thread. Errors are logged by the caller: nothing is known of a block then.
class RelayStates final : public parachain::RelayParents {
  public:
    /// Sessions that are kept: those of blocks that are not final, and a few before them.
    static constexpr size_t kMaxSessions = 16;
    /// Blocks that are kept: leaves, their ancestors and what is asked for once more.
    static constexpr size_t kMaxBlocks = 256;

    /// All outlive this.
    RelayStates(runtime_api::BlockCalls& calls, Headers& headers, const crypto::NodeKeys& keys)
        : calls_(calls), headers_(headers), keys_(keys) {}

    OrCallError<std::shared_ptr<const RelayState>> at(const Hash256& block);
    /// A session by its index: kept, or read at `block`, where it is the present or a past one. nullptr: the runtime
    /// knows it no more.
    OrCallError<std::shared_ptr<const Session>> session(SessionIndex index, const Hash256& block);
    /// The session of a block's children.
    OrCallError<std::shared_ptr<const Session>> session_of_children(const Hash256& block);
    /// The data of a block for prospective parachains.
    OrCallError<parachain::LeafFacts> prospective(const RelayState& state);
    OrCallError<std::vector<runtime_api::parachain_host::CandidateEvent>> events(const Hash256& block);

    // RelayParents
    std::optional<parachain::RelayParent> find(const Hash256& block, SessionIndex session,
                                               const Hash256& relay_parent) const override;

    /// Whether the runtime at this block certainly has no parachains. An error is no answer: false.
    bool lacks_parachains(const Hash256& block);

  private:
    OrCallError<uint32_t> api_version(const Hash256& block);
    OrCallError<void> read_ancestors(RelayState& state);
    void read_own(Session& session) const;

    runtime_api::BlockCalls& calls_;
    Headers& headers_;
    const crypto::NodeKeys& keys_;
    std::map<Hash256, std::shared_ptr<const RelayState>> blocks_;
    std::map<SessionIndex, std::shared_ptr<const Session>> sessions_;
};

}  // namespace serinus::services::paras

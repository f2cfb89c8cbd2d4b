/// The invariants of a simulated network at every step, seen from outside of all nodes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "chain/client/client.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/message_verdict.hpp"

namespace serinus::world {

enum class Rule : uint8_t {
    kFinality,     ///< two final blocks of one number, or a finality that goes back
    kDoubleVote,   ///< an honest node signs two votes of one kind in a round
    kDoubleSlot,   ///< an honest node signs two blocks for a slot
    kState,        ///< a state is not that of its block's header
    kHonestBlock,  ///< an honest node refuses a block of an honest node
    kHonestPeer,   ///< an honest node finds a fault in a message of an honest node
    kBound,        ///< a pool or a queue holds more than its bound
    kHeads,        ///< heads differ too long after the healing
    kProgress,     ///< nothing becomes final after the healing
    kLost,         ///< data synced to a disk is gone
    kRpc,          ///< an RPC method contradicts the chain, or fails where it must not
    kStart,        ///< a node does not start from its disk
};
inline constexpr size_t kRules = static_cast<size_t>(Rule::kStart) + 1;
const char* to_string(Rule rule) noexcept;

struct Violation {
    Rule rule = Rule::kFinality;
    uint64_t at_ms = 0;
    std::string text;
};

/// Blocks and votes by the validator that signed them; nodes by number. Only the first violation counts.
class Checker {
  public:
    using BlockId = chain::BlockId;

    Checker(std::set<size_t> dishonest, std::function<uint64_t()> now_ms);

    void on_genesis(const BlockId& genesis);
    /// An honest node made this block and has it in its chain.
    void on_authored(size_t node, const primitives::Header& header, uint64_t slot, BytesView body_digest);
    void on_imported(const primitives::Header& header, const BlockId& id);
    void on_finalized(size_t node, const chain::FinalizedBlocks& event);
    /// The node's finalized block when it starts.
    void on_started(size_t node, const BlockId& finalized);
    void on_vote(size_t node, const consensus::grandpa::VoteMessage& vote);
    void on_verdict(size_t node, size_t from, consensus::grandpa::MessageVerdict verdict);
    /// `exact`: the node got the block as its author made it. A block beside the final chain may be refused.
    void on_refused(size_t node, const BlockId& id, bool exact, const chain::Refusal& refusal);

    void fail(Rule rule, const std::string& text);
    const std::vector<Violation>& violations() const noexcept { return violations_; }

    bool is_honest(size_t node) const { return !dishonest_.contains(node); }
    /// Whether an honest node made this block with this body.
    bool is_body_of(const Hash256& block, BytesView digest) const;
    BlockId highest_final() const;
    std::string name_of(const BlockId& id) const;

  private:
    bool is_beside_final(const Hash256& block) const;

    std::set<size_t> dishonest_;
    std::function<uint64_t()> now_ms_;
    std::vector<Violation> violations_;

    std::map<Hash256, std::pair<Hash256, uint64_t>> blocks_;  ///< parent, number
    std::map<uint64_t, Hash256> final_;                       ///< by number
    std::map<size_t, uint64_t> final_of_;                     ///< the highest that a node ever had
    std::map<std::pair<size_t, uint64_t>, Hash256> slots_;    ///< by node and slot
    std::map<Hash256, Bytes> honest_blocks_;                  ///< digests of their bodies
    using VoteKey = std::tuple<consensus::grandpa::AuthorityId, uint64_t, uint64_t, consensus::grandpa::VoteKind>;
    std::map<VoteKey, Hash256> votes_;  ///< voter, set, round, kind: the target
};

}  // namespace serinus::world

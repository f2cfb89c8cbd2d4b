/// Starts the finality gadget of a node.
#pragma once

#include "chain/client/client.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/message_verdict.hpp"
#include "consensus/grandpa/voter_view.hpp"
#include "consensus/grandpa/voting_rules.hpp"
#include "crypto/node_keys.hpp"
#include "platform/mailbox.hpp"
#include "platform/scheduler.hpp"

namespace serinus::consensus::grandpa {

/// The network's name for a peer.
using GossipPeer = uint64_t;

/// What a network may do with a message besides sending it: a vote is for peers whose neighbor packet says that they
/// are in its round or beside it, a commit for peers whose last final block is lower. What a peer knows already need
/// not be sent, and of neighbor packets and commits that wait only the latest is of use.
struct OutgoingMessage {
    std::optional<GossipPeer> peer;  ///< nullopt: all whom it may concern
    std::optional<GossipPeer> from;  ///< who sent it: a good message of another node that is passed on
    const GossipMessage& message;
    std::shared_ptr<const Bytes> encoded;  ///< as on the GRANDPA notification protocol
};

struct GrandpaOptions {
    /// The gadget runs on a lane of this scheduler, of class kConsensus; must outlive it.
    platform::Scheduler* scheduler = nullptr;
    /// Called with each message for other nodes, on the gadget's lane. Empty: there are no others.
    std::function<void(const OutgoingMessage&)> send = {};
    /// Called with what became of each message that receive() took and that was not dropped since, on the gadget's
    /// lane. After kUnknownBlocks another verdict follows when the blocks are imported.
    std::function<void(GossipPeer from, MessageVerdict verdict)> report_verdict = {};
    /// Called, on any thread, when a peer of whom too much waited may send again.
    std::function<void(GossipPeer peer)> on_room = {};
    /// Called with a block that messages of these peers name and that is not imported, on the gadget's lane, each few
    /// seconds: the network is to ask these peers and others for it, if it is not on its way. The number may be wrong.
    std::function<void(const chain::BlockId&, const std::vector<GossipPeer>& peers)> request_block = {};
    /// Takes the runtime's extrinsic of a report of an equivocation, without the length before it; false: refused.
    /// Empty: equivocations are not reported.
    std::function<bool(const primitives::Extrinsic&)> submit_transaction = {};
    bool is_authority = false;                     ///< votes with the keys of type "gran" that it has
    uint64_t gossip_duration_ms = 1000;            ///< the waits of a round are 2 and 4 times this
    uint64_t sole_voter_gossip_duration_ms = 250;  ///< likewise if no other node votes: nothing needs to travel
    uint32_t justification_period = 512;           ///< each so many blocks a justification is kept for good
    std::optional<VotingRules> voting_rules = {};  ///< nullopt: kVoteForBest on development chains, else the default
    VoteLimit vote_limit = {};                     ///< called on the gadget's lane; empty: there is none
};

/// The running gadget. It registers itself with the client as listener and as gadget until it is stopped or destroyed.
class RunningGrandpa : public VoterView, public chain::FinalityGadget {
  public:
    /// A peer with which the notification protocol is open; any thread. A neighbor packet is sent to it at once.
    virtual void peer_joined(GossipPeer peer) = 0;
    virtual void on_disconnected(GossipPeer peer) = 0;
    /// A message from another node, to be judged (GrandpaOptions::report_verdict) unless the peer leaves, or has sent a
    /// faulty one before (is_fault): what waits of it is dropped then. Any thread. Unless it is kTaken nothing more
    /// should come of the peer until GrandpaOptions::on_room.
    virtual platform::Admission receive(GossipPeer peer, Bytes message) = 0;
    /// No more votes; waits for a task that runs. Not from a task of the gadget.
    virtual void stop() = 0;
    /// Of the set that votes, and how many rounds and votes there were since the start; for metrics.
    struct Counts {
        uint64_t round = 0;  ///< the highest that is completed
        uint64_t prevotes = 0;
        uint64_t precommits = 0;
    };
    virtual Counts counts() const = 0;
};

/// nullptr in the place of a gadget: the chain's runtime knows no GRANDPA (no GrandpaApi, or no authorities).
/// `client` and `keys` must outlive it. Errors: failures of the database.
Result<std::unique_ptr<RunningGrandpa>, chain::ChainError> start(chain::Client& client, crypto::NodeKeys& keys,
                                                                 GrandpaOptions options);

}  // namespace serinus::consensus::grandpa

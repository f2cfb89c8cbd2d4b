/// Starts the BEEFY gadget of a node.
#pragma once

#include "chain/client/client.hpp"
#include "consensus/beefy/voter.hpp"
#include "consensus/beefy/voter_view.hpp"
#include "crypto/node_keys.hpp"
#include "platform/mailbox.hpp"
#include "platform/scheduler.hpp"

namespace serinus::consensus::beefy {

/// For all peers with which the notification protocol is open.
struct OutgoingMessage {
    BlockNumber block = 0;
    SetId set_id = 0;
    bool is_vote = false;
    bool is_repeat = false;                ///< for those too that have it by what is known: they may have missed it
    std::optional<GossipPeer> from;        ///< who sent it: a good message of another node that is passed on
    std::shared_ptr<const Bytes> encoded;  ///< as on the notification protocol
};

/// Which votes concern the voters: those for one set and some blocks. Proofs concern them from `first` on.
struct GossipFilter {
    SetId set_id = 0;
    BlockNumber first = 0, last = 0;

    friend bool operator==(const GossipFilter&, const GossipFilter&) = default;
};

/// What became of the answer to a request for a proof.
enum class AnswerVerdict : uint8_t {
    kGood,
    kBad,       ///< proves nothing, although it was said to
    kNotNeeded  ///< the block was proven meanwhile
};

/// All but on_room are called on the gadget's lane. Empty ones: nobody is interested.
struct BeefyOptions {
    platform::Scheduler* scheduler = nullptr;  ///< must outlive the gadget
    std::function<void(const OutgoingMessage&)> send = {};
    std::function<void(const GossipFilter&)> filter_changed = {};
    /// Any thread: a peer of whom too much waited may send again.
    std::function<void(GossipPeer peer)> on_room = {};
    /// What became of each message that receive() took and that was not dropped since.
    std::function<void(GossipPeer from, MessageVerdict verdict)> report_verdict = {};
    /// The network is to ask peers for the proof of this mandatory block, until proven() names it or a later one.
    std::function<void(BlockNumber block)> request_proof = {};
    std::function<void(BlockNumber block)> proven = {};
    std::function<void(BlockNumber block, AnswerVerdict verdict)> report_answer_verdict = {};
    /// During a major synchronisation the voter neither votes nor asks for proofs.
    std::function<bool()> is_syncing = {};
    /// Takes the runtime's extrinsic of a report of an equivocation, without the length before it; false: refused.
    std::function<bool(const primitives::Extrinsic&)> submit_transaction = {};
    bool is_authority = false;  ///< votes with the keys of type "beef" that it has
    VoterOptions voter = {};
};

/// The running gadget. It registers itself with the client as listener and as proof gadget until it is stopped or
/// destroyed. It waits for the chain's runtime to have BEEFY, for as long as it takes.
class RunningBeefy : public VoterView {
  public:
    virtual void on_disconnected(GossipPeer peer) = 0;  ///< any thread
    /// A message from another node, to be judged (BeefyOptions::report_verdict) unless the peer leaves, or has sent a
    /// faulty one before (is_fault): what waits of it is dropped then. Any thread. Unless it is kTaken nothing more
    /// should come of the peer until BeefyOptions::on_room.
    virtual platform::Admission receive(GossipPeer peer, Bytes message) = 0;
    /// The answer of a peer to a request for the proof of a block, to be judged (BeefyOptions::report_answer_verdict);
    /// any thread.
    virtual void receive_answer(BlockNumber block, Bytes proof) = 0;
    /// No more votes; waits for a task that runs. Not from a task of the gadget.
    virtual void stop() = 0;
};

/// `client` and `keys` must outlive it.
std::unique_ptr<RunningBeefy> start(chain::Client& client, crypto::NodeKeys& keys, BeefyOptions options);

}  // namespace serinus::consensus::beefy

/// Assignments and approvals among validators: along the grid, to a few more by chance, and to all when finality lags.
/// Observed: polkadot-approval-distribution 36.0.0.
///
/// - What is known of a peer is kept by block: a peer is told of a block's messages if the block is in its view or an
///   ancestor of it, above its final one. Nothing goes to a peer twice, and nothing back.
/// - An approval goes where its assignments went.
/// - *Aggression*, by the age of the oldest block that is not final: from 16 blocks on the own messages of that block
///   go to all validators, from 64 on those of others to row and column, and each 8 blocks (16 after the first time)
///   they are sent again. Ours: where it is more than 500 blocks old, no vote waits for what is said of it, and this
///   ends.
/// - Ours: blocks more than 512 below the highest one are forgotten, final or not: memory is bounded while finality
///   stands. In the reference all are kept, but who starts looks at no more than 500 of them (approval-voting 36.0.0,
///   MAX_HEADS_LOOK_BACK).
#pragma once

#include <array>
#include <deque>

#include "parachain/approval/block_messages.hpp"
#include "parachain/approval/finality_vote.hpp"
#include "parachain/approval/voting.hpp"
#include "parachain/statements/peer_topology.hpp"

namespace serinus::parachain {

struct ApprovalGossipEffect {
    struct Send {
        std::vector<PeerId> peers;
        ApprovalMessage message;
    };
    enum class Verdict : uint8_t {
        kNew,         ///< benefit, the first
        kKnown,       ///< benefit
        kDuplicate,   ///< minor, repeated: the peer has sent it before
        kUnexpected,  ///< minor: not in view, or an approval before its assignment
        kTooEarly,    ///< minor: an assignment for a time that is far ahead
        kInvalid,     ///< major
        kMalformed,   ///< major: bits that no honest peer sends
    };
    struct Judged {
        PeerId peer;
        Verdict verdict;
    };
    std::variant<Send, Judged> v;
};

class ApprovalGossip {
  public:
    using Effects = std::vector<ApprovalGossipEffect>;
    using Verdict = ApprovalGossipEffect::Verdict;

    static constexpr BlockNumber kOwnToAll = 16;
    static constexpr BlockNumber kOthersToRowAndColumn = 64;
    static constexpr BlockNumber kResend = 8;
    /// Of blocks that are further below the highest one nothing is kept: as many as votes of GRANDPA wait for, and
    /// those that come while the block 500 below becomes final.
    static constexpr BlockNumber kMostBelowHighest = kMaxFinalityLag + 12;
    /// A third of what a notification may have.
    static constexpr size_t kMaxBatchBytes = size_t{100} * 1024 / 3;
    /// Messages of one peer for blocks that this node has as leaves and not looked at yet: ours.
    static constexpr size_t kMaxWaitingPerPeer = 4096;

    explicit ApprovalGossip(ApprovalVoting& voting) : voting_(voting) {}

    void connect(const PeerId& peer);
    void disconnect(const PeerId& peer);
    void on_view(const PeerId& peer, const View& view, const Draw& draw, Effects& out);
    void set_topology(SessionIndex session, PeerTopology topology, Effects& out);

    /// A leaf of this node whose candidates are not known to the voting yet: messages for it wait until it is final.
    void expect(const Hash256& leaf, BlockNumber number);
    /// A block that the voting has imported. What waited for it is processed.
    void on_block(const ApprovalBlock& block, Tick now, const Draw& draw, Effects& out,
                  ApprovalVoting::Effects& voting_out);
    void on_finalized(BlockNumber number, Effects& out);

    /// Own messages, as the voting gives them.
    void distribute(const ApprovalEffect::DistributeAssignment& message, const Draw& draw, Effects& out);
    void distribute(const ApprovalEffect::DistributeApproval& message, Effects& out);

    void on_message(const PeerId& peer, const ApprovalMessage& message, Tick now, const Draw& draw, Effects& out,
                    ApprovalVoting::Effects& voting_out);
    /// Approvals of candidates of a block, own ones too; each is for the candidates whose bits it has.
    std::vector<IndirectApproval> approvals_in(const Hash256& block) const;
    std::vector<Hash256> blocks() const;
    size_t block_count() const noexcept { return blocks_.size(); }

  private:
    using Assignment = std::pair<IndirectAssignment, Bits>;
    using Number = BlockMessages::Number;
    enum class Route : uint8_t { kPending, kNowhere, kRow, kColumn, kRowAndColumn, kAll };
    enum class Kind : uint8_t { kAssignment, kApproval };
    enum class Direction : uint8_t { kSent, kReceived };
    /// Peers have numbers, in the order in which they came; one that comes again has another.
    using PeerNumber = uint32_t;

    /// Which messages a peer has been sent or has sent, and where it stands in the session's grid.
    struct PeerKnowledge {
        PeerNumber peer = 0;
        uint8_t places = 0;  ///< bits of kInRow, kInColumn, kValidator
        NumberSet known;
    };
    static constexpr uint8_t kInRow = 1, kInColumn = 2, kValidator = 4;

    struct Assigned {
        Number number = 0;
        BlockMessages::Kept cert;
        Route route = Route::kPending;
        bool is_own = false;
        std::array<PeerNumber, kPeersByChance> at_random{};
        uint8_t at_random_count = 0;
    };
    struct Approved {
        Number number = 0;
        BlockMessages::Kept signature;
    };
    struct Block {
        Hash256 parent;
        BlockNumber number{};
        SessionIndex session{};
        size_t candidates = 0;
        std::vector<PeerKnowledge> known_by;  ///< by number: peers whose view has the block
        BlockMessages messages;
        NumberSet knowledge;
        std::deque<Assigned> assignments;  ///< by number, as what was approved is known as assigned
        std::deque<Approved> approvals;    ///< by number
        std::optional<BlockNumber> resent_at;
    };
    struct Peer {
        PeerNumber number = 0;
        View view = {};
    };

    struct Waiting {
        BlockNumber number{};
        std::vector<std::pair<PeerId, std::variant<Assignment, IndirectApproval>>> messages = {};
    };

    static uint32_t key_of(Number number, Kind kind, Direction direction);
    static bool contains(const Block& block, const NumberSet& known, Direction direction, ValidatorIndex validator,
                         const Bits& bits, Kind kind);
    static bool contains(const Block& block, const PeerKnowledge& peer, ValidatorIndex validator, const Bits& bits,
                         Kind kind);
    /// Whether it was new. An assignment of several candidates makes that of each known.
    static bool insert(Block& block, NumberSet& known, Direction direction, ValidatorIndex validator, const Bits& bits,
                       Kind kind);
    static PeerKnowledge* find_peer(Block& block, PeerNumber peer);
    PeerKnowledge* find_known(Block& block, const PeerId& peer) const;
    static void forget_peer(Block& block, PeerNumber peer);
    static bool is_on(Route route, const PeerKnowledge& peer);
    static Route route_by_grid(const PeerTopology* topology, ValidatorIndex originator, bool is_own);
    static Route both(Route a, Route b);
    const PeerTopology* topology_of(const Block& block) const;
    uint8_t places_of(const Block& block, PeerNumber peer) const;
    /// Assignments and approvals of a validator that a block has. An honest one has a certificate for each candidate
    /// and a compact one, and approves each candidate once; of one that makes more of them the rest is ignored.
    static std::pair<size_t, size_t> count_of(const Block& block, ValidatorIndex validator);
    bool draw_peer(Assigned& one, const PeerKnowledge& peer, const Draw& draw) const;

    void take_assignment(const std::optional<PeerId>& source, const Assignment& message, Tick now, const Draw& draw,
                         Effects& out, ApprovalVoting::Effects* voting_out);
    void take_approval(const std::optional<PeerId>& source, const IndirectApproval& approval, Tick now, Effects& out,
                       ApprovalVoting::Effects* voting_out);
    bool judge_known(Block& block, const PeerId& peer, ValidatorIndex validator, const Bits& bits, Kind kind,
                     Effects& out);
    void unify(const PeerId& peer, const std::vector<Hash256>& heads, BlockNumber finalized, const Draw& draw,
               Effects& out);
    static void send_missing(const Hash256& hash, Block& block, const Assigned& one, PeerKnowledge& peer,
                             std::vector<Assignment>& assignments, std::vector<IndirectApproval>& approvals);
    void propagate(const Hash256& hash, Block& block, const std::function<Route(const Assigned&)>& route, Effects& out);
    static Assignment assignment_of(const Hash256& hash, const Block& block, const Assigned& one);
    static IndirectApproval approval_of(const Hash256& hash, const Block& block, const Approved& one);
    static void send_batches(const PeerId& peer, std::vector<Assignment> assignments,
                             std::vector<IndirectApproval> approvals, Effects& out);
    void drop_topologies();
    /// What it forgets.
    std::map<Hash256, BlockNumber> forget_up_to(BlockNumber number);
    bool is_late(const Hash256& block) const;
    void be_aggressive(bool may_resend, Effects& out);
    BlockNumber age() const;

    ApprovalVoting& voting_;
    std::map<Hash256, Block> blocks_;
    std::map<SessionIndex, PeerTopology> topologies_;
    std::map<PeerId, Peer> peers_;
    std::map<PeerNumber, PeerId> by_number_;
    PeerNumber next_peer_ = 0;
    std::multiset<BlockNumber> numbers_;  ///< of the blocks
    std::map<Hash256, Waiting> waiting_;
    std::deque<Hash256> outdated_;              ///< the last that were final: messages for them are late, not wrong
    std::map<Hash256, BlockNumber> far_below_;  ///< not final, and forgotten: likewise
};

}  // namespace serinus::parachain

/// Catching up with the chain of the others, and staying there: which blocks to ask of whom.
///
/// Nothing that could go stale is kept of a peer: what to ask follows each time from the chain, from what the peers say
/// that their best blocks are, and from what is on its way.
/// Spec: chap-sync
/// Observed: polkadot-stable2407, sc-network-sync
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "chain/store/block_store.hpp"
#include "network/core/module.hpp"
#include "protocols/sync/block_messages.hpp"
#include "protocols/sync/request_ledger.hpp"
#include "protocols/sync/warp_sync.hpp"

namespace serinus::network::sync {

using chain::BlockId;

/// The outcome of a block that was given to the import.
enum class ImportResult : uint8_t {
    kImported,
    kKnown,
    kRefused,  ///< proven bad
    kNotNow,   ///< no place in the chain for it, or a matter of our clock: not proven bad
    kFailed,   ///< a failure of this machine
};

/// The chain, as the synchronisation uses it. A simulation needs no database.
class SyncChain {
  public:
    virtual ~SyncChain() = default;
    virtual BlockId best() = 0;
    virtual BlockId finalized() = 0;
    /// Whether the block can be a parent: it is in the chain.
    virtual bool contains(const Hash256& block) = 0;
    /// On the best chain.
    virtual std::optional<Hash256> hash_at(BlockNumber number) = 0;

    /// Gives blocks to the import, parents first. Sync::on_imported() is called for each, later. `is_catching_up`: the
    /// node is far behind, so the blocks are history rather than news.
    virtual void import(std::vector<ReceivedBlock> blocks, const PeerId& from, bool is_catching_up) = 0;
    /// How many more blocks the import takes now, however large they are.
    virtual size_t import_room() = 0;
};

struct SyncOptions {
    uint32_t max_blocks_per_request = 64;  ///< Observed: polkadot-stable2407: what the reference asks for
    size_t max_requests_per_peer = 1;
    /// Blocks that are asked for or have come, and are not given to the import yet.
    size_t max_blocks_ahead = 1024;
    /// Ours: bytes of blocks that have come and are not given to the import yet. The piece that the import needs next
    /// is taken in any case, so one answer may come on top.
    uint64_t max_held_bytes = uint64_t{64} << 20;
    uint32_t major_sync_distance = 5;  ///< further behind the others' median: is_syncing()
    /// A branch that is announced and does not join our chain is followed down so far.
    size_t max_branch_blocks = 512;
    size_t max_branches_per_peer = 8;  ///< ours: that one peer announced; more are ignored
    Millis retry_ms = 2'000;           ///< after a request of a peer, or a block that it sent, came to nothing
    /// Peers who are asked for the same blocks at a time, but one while the node is far behind.
    /// Observed: polkadot-stable2407, chain_sync.rs: --max-parallel-downloads, and 1 during a major sync
    size_t max_parallel_downloads = 5;
    /// Ours: a further peer is asked when those that were asked have not answered for so long.
    Millis hedge_ms = 300;
    /// Ours: while the node is far behind a second peer is asked for blocks that did not come in three times the time
    /// of other answers, or in this time before there are any. Who loses that race rests as if it had failed, each time
    /// twice as long.
    Millis late_ms = 5'000;
};

class Sync final : public Module {
  public:
    Sync(Host& host, link::ProtocolIndex protocol, SyncChain& chain, const SyncOptions& options)
        : host_(host), protocol_(protocol), chain_(chain), options_(options) {}

    /// A peer whose block announces are open says what its best block is: in its handshake, or later.
    void on_peer_best(const PeerId& peer, const BlockId& best, Millis now);
    /// Its block announces are closed: it is not asked any more.
    void on_peer_left(const PeerId& peer, Millis now);
    /// A header that a peer announced and that passed its checks.
    void on_announced(const PeerId& peer, const BlockId& block, const Hash256& parent, Millis now);

    /// A block that somebody needs and nobody announced: it is followed down to our chain like an announced branch.
    /// Asks these peers and all that claim to be as high, one after the other. None of them claims to have the block,
    /// so it costs a peer nothing not to have it. Given up when all were asked, or when a block of this number is
    /// final. Observed: polkadot-stable2407: set_sync_fork_request of sc-network-sync
    void request_block(const BlockId& block, const std::vector<PeerId>& peers, Millis now);

    /// While the chain is about to begin with a later block nothing is asked for. `warp` is told of the peers.
    void hold_for(WarpSync& warp) { warp_ = &warp; }
    /// The chain begins where it begins: what the peers have is looked at anew.
    void release(Millis now);

    /// Of each block that was given to SyncChain::import().
    void on_imported(const BlockId& block, const Hash256& parent, ImportResult result, Millis now);

    bool is_syncing() const;
    /// The highest number that a peer claims; nullopt: no peers.
    std::optional<BlockNumber> target() const;
    size_t peer_count() const noexcept { return peers_.size(); }
    /// Heads of branches that are followed.
    size_t branch_count() const noexcept { return branches_.size(); }
    size_t blocks_ahead() const noexcept;
    /// Of blocks that have come and are not given to the import. Of branches only the hashes are kept.
    uint64_t held_bytes() const noexcept { return held_bytes_; }

    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return retry_at_; }

  private:
    struct Peer {
        BlockId best;
        /// The highest block of ours that the peer is known to have on its chain.
        std::optional<BlockNumber> common;
        BlockNumber search_at = 0;  ///< while common is searched for
        BlockNumber search_step = 0;
        size_t in_flight = 0;
        Millis pause_until = 0;
        size_t lost_races = 0;  ///< one after the other
    };
    enum class Purpose : uint8_t { kAncestor, kPiece, kBranch };
    struct Asked {
        PeerId peer;
        Purpose purpose;
        BlockRequest request;
        BlockNumber start = 0;   ///< of the piece, or the block that is searched at
        Hash256 branch;          ///< the head of the branch
        link::RequestId id = 0;  ///< set by ask()
        Millis at = 0;           ///< likewise
    };
    /// For the same blocks, from several peers.
    struct Requests {
        std::map<link::RequestId, PeerId> from = {};
        Millis last = 0;  ///< when the latest was sent

        bool empty() const noexcept { return from.empty(); }
        bool has(const PeerId& peer) const {
            return std::ranges::any_of(from, [&](const auto& one) { return one.second == peer; });
        }
    };
    /// Blocks of consecutive numbers of the chain that is downloaded.
    struct Piece {
        uint32_t count = 0;
        Requests requests = {};
        PeerId from = {};                        ///< who sent the blocks
        std::vector<ReceivedBlock> blocks = {};  ///< empty: not here yet
        uint64_t bytes = 0;                      ///< of `blocks`
        std::set<PeerId> refused_by = {};        ///< who does not have it: others are asked first
    };
    /// A branch that is followed from its head down to our chain by its headers, then fetched upwards. Until its blocks
    /// are given to the import they cost 32 bytes each, as anybody can invent a branch whose headers say what they
    /// like.
    struct Branch {
        BlockId head;
        Hash256 parent;  ///< of the head; zero: not known
        std::optional<PeerId>
            opened_by;              ///< in whose share it is; nullopt: by request_block(), and nobody announced it
        std::set<PeerId> known_by;  ///< who is asked
        std::vector<Hash256> hashes = {};  ///< what is to be fetched, descending from the head
        Hash256 next = {};                 ///< the parent of the last of `hashes`
        bool is_joined = false;            ///< `next` is a block of ours
        uint32_t blocks_per_request = 0;   ///< of a joined branch: as many as came in an answer that was cut
        Requests requests = {};

        bool is_requested() const noexcept { return !opened_by; }
    };
    /// A block that was given to the import.
    struct Importing {
        PeerId from;
        std::optional<uint64_t> download = {};  ///< nullopt: it came with a branch
    };

    bool is_near(const BlockId& block);
    bool is_claimed(const Asked& asked) const;
    bool is_here(const Hash256& block) const { return chain_.contains(block) || importing_.contains(block); }
    size_t branches_of(const PeerId& id) const;
    void pass_branches_on(const PeerId& id);
    BlockRequest next_request(const Branch& branch) const;
    void plan(Millis now);
    void plan_branches(Millis now);
    void search_ancestor(const PeerId& id, Peer& peer, Millis now);
    void plan_pieces(Millis now);
    void hand_over(Millis now);
    void restart();
    bool ask(const PeerId& id, Peer& peer, Asked asked, Millis now);
    size_t max_parallel() const;
    std::optional<Millis> next_ask(const Requests& requests, size_t max_parallel) const;
    std::optional<Millis> next_ask_of_piece(const Requests& requests) const;
    void cancel(Requests& requests);
    void note_time(const Asked& asked, const Requests& others, Millis now);
    void on_response(Asked asked, BytesView response, Millis now);
    void on_failure(const Asked& asked, Millis now);
    void on_ancestor(const Asked& asked, const std::vector<ReceivedBlock>& blocks);
    void on_piece(const Asked& asked, std::vector<ReceivedBlock> blocks, Millis now);
    void on_branch(const Asked& asked, std::vector<ReceivedBlock> blocks);
    bool descend(Branch& branch, std::vector<ReceivedBlock>& blocks, const Asked& asked);
    void ascend(Branch& branch, std::vector<ReceivedBlock> blocks, const PeerId& from);
    void import_branch(std::vector<ReceivedBlock> descending, const PeerId& from);
    uint64_t blocks_on_their_way() const noexcept;
    void pause(const PeerId& id, Millis now);
    bool is_ready(const Peer& peer, Millis now) const;

    Host& host_;
    link::ProtocolIndex protocol_;
    SyncChain& chain_;
    SyncOptions options_;
    std::map<PeerId, Peer> peers_;
    RequestLedger ledger_;
    std::map<link::RequestId, Asked> asked_;
    std::map<BlockNumber, Piece> pieces_;  ///< by their first block, without gaps
    std::optional<BlockId> tip_;  ///< the last block that was given to the import; nullopt: none of this download
    uint64_t held_bytes_ = 0;     ///< of the blocks in `pieces_`
    uint64_t block_bytes_ = 0;    ///< of a block of the latest pieces, on average; 0: none came
    uint64_t download_ = 0;       ///< counts the calls of restart()
    std::map<Hash256, Branch> branches_;      ///< by their heads
    std::map<Hash256, Importing> importing_;  ///< what is given to the import
    Millis paused_until_ = 0;                 ///< after a failure of this machine
    std::optional<Millis> piece_ms_;          ///< how long answers with pieces take
    std::optional<Millis> retry_at_;
    WarpSync* warp_ = nullptr;  ///< while it runs
};

}  // namespace serinus::network::sync

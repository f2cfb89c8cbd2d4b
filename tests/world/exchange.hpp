/// Blocks, votes and transactions between simulated nodes: the tasks of a network's protocols, in the least that works.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "chain/client/import_queue.hpp"
#include "consensus/grandpa/start.hpp"
#include "pool/pool.hpp"
#include "tests/world/checker.hpp"
#include "tests/world/messages.hpp"
#include "tests/world/mischief.hpp"

namespace serinus::world {

struct ExchangeFigures {
    uint64_t received = 0, undecoded = 0, requests = 0, imported = 0, refused = 0, failed = 0;
};

/// Of one life of a node. Works on a lane of the node's scheduler.
class Exchange final : public chain::ClientListener {
  public:
    struct Parts {
        platform::Scheduler& scheduler;
        chain::Client& client;
        pool::TransactionPool& pool;
        consensus::grandpa::RunningGrandpa* grandpa;
        size_t own = 0;   ///< number of this node
        size_t ends = 0;  ///< of all
        uint32_t life = 0;
        std::function<void(size_t to, Bytes message)> send;
        /// A block has left the import queue; `exact`: it came as its header's author made it, as far as is known.
        std::function<void(const chain::BlockId&, BytesView body_digest,
                           const Result<chain::ImportOutcome, chain::ChainError>&)>
            on_import_result;
        Mischief* mischief = nullptr;
    };

    explicit Exchange(Parts parts);
    ~Exchange() override;
    void start();

    void receive(size_t from, Bytes message);
    /// The connection with this node was broken, and is there again.
    void reconnected(size_t peer);
    /// A message of the voter. `from`: the node whose message is passed on.
    void gossip(std::optional<size_t> to, std::optional<size_t> from, const Bytes& message);
    /// A block that the voter needs, of these nodes or of any other.
    void request_block(const Hash256& block, const std::vector<consensus::grandpa::GossipPeer>& peers);
    void broadcast(const Message& message);
    void send(size_t to, const Message& message);

    void on_imported(const chain::ImportedBlock& block) override;

    uint32_t life() const noexcept { return parts_.life; }
    size_t queued_blocks() const { return queue_->size(); }
    uint64_t queued_bytes() const { return queue_->bytes(); }
    size_t wanted() const noexcept { return wanted_.size(); }
    const ExchangeFigures& figures() const noexcept { return figures_; }

    static constexpr chain::ImportQueueOptions kQueueOptions{
        .limits = {.max_blocks = 256, .max_bytes = size_t{16} << 20}};
    static constexpr size_t kMaxWanted = 256;
    static constexpr size_t kMaxWaiting = 2048;

  private:
    /// A block that another node has and this node lacks.
    struct Wanted {
        std::set<size_t> sources;
        std::optional<uint64_t> asked_ms = {};
        size_t asked = 0;  ///< how often
    };

    void handle(size_t from, Announce& message);
    void handle(size_t from, BlockRequest& message);
    void handle(size_t from, BlockResponse& message);
    void handle(size_t from, Status& message);
    void handle(size_t from, JustificationRequest& message);
    void handle(size_t from, JustificationResponse& message);
    void handle(size_t from, Transactions& message);
    void handle(size_t from, Gossip& message);

    void tick();
    void announce(const Hash256& block, chain::BlockOrigin origin);
    bool is_known(const Hash256& block) const;
    void want(const Hash256& block, size_t from);
    void want_of_all(const Hash256& block);
    void ask(const Hash256& block, Wanted& wanted);
    std::optional<SentBlock> find_block(const Hash256& block);
    void import_done(const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome);

    Parts parts_;
    std::map<Hash256, Wanted> wanted_;
    /// A block in the queue, or one whose result is under way: the next copy, of another body perhaps, can be in the
    /// queue before. Results come in the order of the copies.
    struct Pushed {
        size_t from = 0;
        Hash256 parent;
        Hash256 body_digest;
    };
    std::map<Hash256, std::deque<Pushed>> pushed_;
    std::set<std::pair<Hash256, size_t>> bad_;  ///< blocks that were refused as a node sent them
    std::set<Hash256> new_transactions_;        ///< ready, and not sent to the others
    std::map<size_t, uint32_t> lives_;          ///< of the others
    uint64_t ticks_ = 0;
    uint64_t on_ready_id_ = 0;
    ExchangeFigures figures_;
    std::unique_ptr<chain::ImportQueue> queue_;
    std::unique_ptr<platform::Lane> lane_;  ///< its end comes first
};

/// Names a body: the digest that is sent with its header.
Hash256 body_digest(const primitives::Body& body);

}  // namespace serinus::world

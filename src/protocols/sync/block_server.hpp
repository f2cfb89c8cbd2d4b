/// Answers requests for blocks, which are read on other threads.
/// Spec: defn-msg-block-request
/// Observed: polkadot-stable2407, block_request_handler
#pragma once

#include "protocols/serve/job_queue.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::serve {

/// Where blocks come from. Any thread, several at once.
class BlockSource {
  public:
    virtual ~BlockSource() = default;
    virtual std::optional<Hash256> hash_at(primitives::BlockNumber number) = 0;
    /// nullopt: unknown. A part of the block that is not kept is empty.
    virtual std::optional<sync::BlockData> find(const Hash256& block, const sync::BlockFields& fields) = 0;
    /// Of a block that find() gave: parent and number.
    virtual std::optional<std::pair<Hash256, primitives::BlockNumber>> parent_of(const Hash256& block) = 0;
};

/// Observed: polkadot-stable2407: the reference's bounds
inline constexpr uint32_t kMaxBlocksInAnswer = 128;
inline constexpr size_t kMaxAnswerBytes = size_t{8} << 20;

/// An answer without blocks: nothing is known.
Bytes answer_block_request(BlockSource& source, const sync::BlockRequest& request);

/// Observed: polkadot-stable2407: SAME_REQUEST of sc-network-sync
inline constexpr Report kSameBlockRequest{kMalicious, "Same block request multiple times"};

struct BlockServerOptions {
    JobQueueOptions jobs = {.max_waiting = 256};
    /// Equal requests of a peer that get blocks, unless they are for headers and justifications alone; more are refused
    /// before anything is read. Observed: polkadot-stable2407: MAX_NUMBER_OF_SAME_REQUESTS_PER_PEER of the reference,
    /// which bans for the third
    size_t max_same = 2;
    size_t max_refused = 8;      ///< ours: of these in a row; the next one is taken for an attack
    size_t max_remembered = 64;  ///< requests of a peer while it is connected
};

/// A malformed request is refused without blame. Observed: polkadot-stable2512, block_request_handler
class BlockServer final : public Module {
  public:
    BlockServer(Host& host, BlockSource& source, JobRunner& runner, const BlockServerOptions& options = {})
        : host_(host), source_(source), options_(options), jobs_(host, runner, options.jobs) {}
    void on_request(link::RequestEvent event, Millis now) override;
    void on_peer_gone(const PeerId& peer, Millis now) override;

    const JobQueue& jobs() const noexcept { return jobs_; }

  private:
    struct Seen {
        sync::BlockRequest request;
        size_t waiting = 0;   ///< for an answer
        size_t answered = 0;  ///< with blocks
        size_t refused = 0;
    };

    Seen& seen(const PeerId& peer, const sync::BlockRequest& request);

    Host& host_;
    BlockSource& source_;
    BlockServerOptions options_;
    JobQueue jobs_;
    std::map<PeerId, std::vector<Seen>> seen_;  ///< the latest at the end
};

}  // namespace serinus::network::serve

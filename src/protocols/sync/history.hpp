/// Fetches the blocks below the one that the chain began with: downwards, each known by the hash that its child has, so
/// that no signature is needed.
#pragma once

#include <map>
#include <set>

#include "chain/store/block_store.hpp"
#include "network/core/module.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::sync {

class HistoryChain {
  public:
    virtual ~HistoryChain() = default;
    /// The highest block that is missing below what is there; nullopt: none. The answer of a moment ago is enough.
    virtual std::optional<chain::BlockId> highest_missing() = 0;
    /// Whether the body of a block of this number is wanted.
    virtual bool wants_body(BlockNumber number) = 0;
    /// Keeps blocks, the highest first, on another thread. History::on_stored() follows.
    virtual void store(std::vector<ReceivedBlock> blocks) = 0;
};

struct HistoryOptions {
    link::ProtocolIndex protocol = 0;
    uint32_t max_blocks = 64;
    Millis retry_ms = 2'000;
    /// Between two answers: what is new goes first.
    Millis pause_ms = 20;
};

/// One request at a time. Nobody is blamed for blocks that are missing; wrong ones are a lie.
class History final : public Module {
  public:
    History(Host& host, HistoryChain& chain, const HistoryOptions& options)
        : host_(host), chain_(chain), options_(options) {}

    void add_peer(const PeerId& peer, Millis now);
    void remove_peer(const PeerId& peer, Millis now);
    /// There may be blocks to fetch now.
    void start(Millis now) { plan(now); }
    /// `is_good`: all blocks fit below what was there.
    void on_stored(bool is_good, Millis now);
    uint64_t stored() const noexcept { return stored_; }
    /// The highest block that is missing, as long as there is somebody to ask for it.
    std::optional<BlockNumber> fetching() const { return fetching_; }

    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return wake_at_; }

  private:
    void plan(Millis now);

    Host& host_;
    HistoryChain& chain_;
    HistoryOptions options_;
    std::map<PeerId, Millis> peers_;  ///< until when they are not asked
    std::optional<link::RequestId> request_;
    BlockRequest asked_;
    std::optional<PeerId> from_;  ///< who is asked, or whose blocks are being stored
    size_t storing_ = 0;
    uint64_t stored_ = 0;
    std::optional<BlockNumber> fetching_;
    std::optional<PeerId> last_;
    std::optional<Millis> wake_at_;
};

}  // namespace serinus::network::sync

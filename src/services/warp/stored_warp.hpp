/// Catching up by warp: what network::sync::WarpSync needs of the chain, with its threads and its files.
#pragma once

#include <atomic>
#include <mutex>

#include "chain/client/client.hpp"
#include "consensus/grandpa/warp_proof.hpp"
#include "platform/scheduler.hpp"
#include "protocols/sync/history.hpp"
#include "protocols/sync/warp_sync.hpp"
#include "services/sync_progress.hpp"

namespace serinus::services {

/// What is proven stands in the client's database, the state that comes in a store of its own until it is whole: after
/// kill -9 the warp goes on where it was. If a later block becomes the target before that, the store is kept beside a
/// new one, which takes from it what is the same in both states. Called on the network's thread; works on a lane.
class StoredWarp final : public network::sync::WarpChain {
  public:
    using Millis = network::Millis;
    /// Runs a task on the network's thread, with the time.
    using Post = std::function<void(std::function<void(Millis)>)>;

    /// nullptr: the chain has more than its genesis block, or no authorities that could prove finality; the log says
    /// what else is wrong. `folder`: of the store for the state; empty: in memory.
    static std::unique_ptr<StoredWarp> open(chain::Client& client, platform::Scheduler& scheduler, std::string folder,
                                            Post post);
    /// The same of a chain whose targets are told: tell().
    static std::unique_ptr<StoredWarp> open_told(chain::Client& client, platform::Scheduler& scheduler,
                                                 std::string folder, Post post);

    void connect(network::sync::WarpSync& sync) { sync_ = &sync; }
    /// Waits for what runs.
    void close() { lane_->close(); }

    /// nullopt: the warp is over. On the network's thread.
    std::optional<SyncProgress> progress() const;

    /// A block that is final, where targets are told. The genesis block: nothing above it is. Any thread.
    void tell(primitives::Header header);

    // WarpChain
    Hash256 proven() override;
    bool has_target() override;
    bool take_told_target() override;
    void check_proof(Bytes proof) override;
    void start_download() override;
    void take(const network::PeerId& from, Bytes answer) override;
    void import_target(std::optional<primitives::Body> body) override;

  private:
    /// As it is stored.
    struct Proven {
        consensus::grandpa::WarpAuthorities next;            ///< who votes after the last block
        std::optional<primitives::Header> header;            ///< of the last block; nullopt: the genesis block
        Bytes justification;                                 ///< SCALE Justification of that block
        bool is_target = false;                              ///< it is the last one that is final
        std::vector<std::pair<uint64_t, uint32_t>> history;  ///< sets and their last blocks
    };

    StoredWarp(chain::Client& client, platform::Scheduler& scheduler, std::string folder, Post post, bool is_told);
    void load_progress();
    Result<network::sync::WarpSync::Checked, chain::ChainError> check(BytesView proof);
    Result<void, std::string> open_store();
    Result<void, std::string> open_download();
    Result<void, std::string> keep_earlier();
    Result<void, state::StateError> take_earlier();
    void remove_stores();
    std::string earlier_folder() const { return folder_ + "-earlier"; }
    Result<state::StateDownload::Verdict, state::StateError> take_answer(Bytes answer);
    Result<chain::ImportOutcome, std::string> import(std::optional<primitives::Body> body);
    Proven proven_now() const;
    void note_progress();

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    std::string folder_;
    Post post_;
    const bool is_told_;
    std::unique_ptr<platform::Lane> lane_;
    network::sync::WarpSync* sync_ = nullptr;
    mutable std::mutex mutex_;
    Proven proven_;
    std::optional<primitives::Header> told_;  ///< the last one, if it is not the target
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::Store> earlier_store_;  ///< of a target before this one; nullptr: there was none
    std::unique_ptr<state::StateDownload> download_;
    std::atomic<uint64_t> state_bytes_ = 0;
    std::atomic<uint32_t> state_percent_ = 0;
};

}  // namespace serinus::services

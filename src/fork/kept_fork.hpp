/// The blocks of a fork on the disk: written as they are made, and brought back by the next process.
#pragma once

#include <mutex>
#include <set>

#include "chain/client/client.hpp"
#include "fork/kept_events.hpp"
#include "fork/origin/origin_api.hpp"
#include "platform/growing_file.hpp"
#include "state/forked_states.hpp"

namespace serinus::fork {

struct KeptForkOptions {
    std::string folder;
    std::string resume = {};                ///< number, hash in hex, or "last"; empty: the fork begins anew
    state::ChangeSet overrides = {};        ///< of the fork that begins anew
    std::function<void()> on_failure = {};  ///< failure() has a reason. Any thread
};

/// A block is in the file before whoever made it hears of it, and so is a change of storage. Both are there again after
/// `kill -9`. One process at a time, which has the folder for itself.
class KeptFork final : public chain::ClientListener {
  public:
    /// Of a fork that begins anew, after another one that made blocks: that one's file is kept as `blocks.old`. Errors
    /// are sentences: the file is damaged, cut off, of another fork; it has no such block.
    static Result<std::shared_ptr<KeptFork>, std::string> open(KeptForkOptions options, const ChainFacts& facts);
    ~KeptFork() override;

    /// Those that the fork began with.
    const state::ChangeSet& overrides() const noexcept { return overrides_; }
    /// Brings the blocks back into a chain that has none but the fork's first one, and keeps what comes from then on.
    /// Both must outlive this, or not change any more.
    Result<void, std::string> begin(chain::Client& client, state::ForkedStates& states);
    /// Why what comes is not kept; empty: it is. Any thread.
    std::string failure() const;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& blocks) override;
    void on_best_changed(const chain::BestChanged& change) override;

  private:
    struct Known {
        Hash256 parent;
        uint32_t number = 0;
    };
    explicit KeptFork(KeptForkOptions options, const ChainFacts& facts);
    std::string path() const { return options_.folder + "/blocks"; }
    std::string cannot(const std::string& reason) const;
    Result<void, std::string> create(const std::string& path);
    Result<void, std::string> read(kept::Reader& reader) const;
    Result<void, std::string> survey();
    Result<void, std::string> choose();
    Result<void, std::string> restore(chain::Client& client, state::ForkedStates& states);
    void keep_from_now_on(chain::Client& client, state::ForkedStates& states);
    Result<void, std::string> append(const KeptEvent& event);

    KeptForkOptions options_;
    Hash256 genesis_hash_, base_;
    uint32_t base_number_;
    std::string name_;
    state::ChangeSet overrides_;

    // What the file has.
    std::map<Hash256, Known> known_;
    Hash256 head_;
    std::string damage_;                       ///< of what follows the good events
    std::optional<std::set<Hash256>> chosen_;  ///< the blocks to bring back; nullopt: all

    chain::Client* client_ = nullptr;
    state::ForkedStates* states_ = nullptr;
    mutable std::mutex mutex_;
    std::optional<platform::GrowingFile> file_;
    kept::Checksum checksum_{};  ///< of its last record
    std::string failure_;
};

}  // namespace serinus::fork

/// The blocks of a file on their way into a chain.
#pragma once

#include <condition_variable>
#include <map>

#include "chain/import/import_queue.hpp"

namespace serinus::node {

/// Imports blocks in the order in which they are given, their headers and seals checked on several threads ahead of
/// their execution. Blocks come from one thread.
class FileImport {
  public:
    struct Tally {
        uint64_t imported = 0;
        uint64_t known = 0;
        uint32_t last_number = 0;
    };
    /// Called by any thread, one at a time.
    struct Hooks {
        /// A block is through; `share` is what add() was given with it.
        std::function<void(const Tally&, std::optional<double> share)> progress;
        /// The block is imported, but what came with it to make it final is bad.
        std::function<void(const chain::BlockId&, const chain::Refusal&)> bad_justification;
        std::function<bool()> stop;  ///< true: nothing more is wanted
    };

    /// `client` must outlive this.
    FileImport(chain::Client& client, Hooks hooks, const chain::ImportQueueOptions& options = {});

    /// Waits for room in the queue. A block whose parent is unknown is refused: a file has its blocks in order. False:
    /// no more blocks are wanted; finish() says why.
    bool add(primitives::SignedBlock block, std::optional<double> share);

    /// Waits until all blocks are through; after a stop only for the one that is executed, and drops the others. The
    /// error is a sentence: what is wrong with the first block of the file with which anything is.
    Result<Tally, std::string> finish();
    Tally tally() const;

  private:
    struct Waiting {
        uint64_t place = 0;  ///< in the file
        std::optional<double> share;
    };

    bool is_over() const { return !wrong_.empty() || hooks_.stop(); }
    void wait_for_all();
    Result<bool, chain::ChainError> is_known(const Hash256& block);
    Result<bool, chain::ChainError> has_parent(const primitives::Header& header);
    void push(const Hash256& hash, primitives::SignedBlock block);
    void on_done(const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome);
    void wrong(uint64_t place, std::string reason);

    chain::Client* client_;
    Hooks hooks_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Hash256, Waiting> waiting_;  ///< in the queue
    Tally tally_;
    uint64_t places_ = 0;
    uint64_t done_ = 0;
    uint64_t wrong_place_ = 0;
    std::string wrong_;
    std::unique_ptr<chain::ImportQueue> queue_;  ///< the last: its threads use the others
};

}  // namespace serinus::node

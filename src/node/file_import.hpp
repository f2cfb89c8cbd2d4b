/// The blocks of a file on their way into a chain.
#pragma once

#include <map>

#include "chain/client/import_queue.hpp"

namespace serinus::node {

/// Imports blocks in the order in which they are read, their headers and seals checked beside their execution. Reading
/// pauses while the import queue is full.
class FileImport {
  public:
    struct Tally {
        uint64_t imported = 0;
        uint64_t known = 0;
        uint32_t last_number = 0;
    };
    struct Item {
        primitives::SignedBlock block;
        std::optional<double> share;  ///< of the file that is read with this block
    };
    struct Hooks {
        /// The next block; nullopt: there is none. The error, a sentence, ends the file. On a lane of class kDisk.
        std::function<Result<std::optional<Item>, std::string>()> read;
        /// A block is through; `share` is the part of the file read with it. On lanes, one call at a time.
        std::function<void(const Tally&, std::optional<double> share)> progress;
        /// The block is imported, but its justification is bad. As progress().
        std::function<void(const chain::BlockId&, const chain::Refusal&)> bad_justification;
        std::function<bool()> stop;  ///< true: nothing more is wanted
        /// Called once, on a lane: all blocks are through, or something is wrong, or nothing more is wanted.
        std::function<void()> ended;
    };

    /// `client` and `scheduler` must outlive this.
    FileImport(chain::Client& client, platform::Scheduler& scheduler, Hooks hooks,
               const chain::ImportQueueOptions& options = {});
    ~FileImport();

    void start();
    /// After Hooks::ended, or to end it before: waits for the block that is executed, and drops the others. Not from a
    /// hook. The error is a sentence: the fault of the first bad block of the file, or of the file itself. A block
    /// whose parent is unknown is refused, for a file has its blocks in order.
    Result<Tally, std::string> finish();
    Tally tally() const;

  private:
    struct Reading {
        Item item;
        uint64_t place = 0;  ///< in the file
    };
    struct Waiting {
        uint64_t place = 0;
        std::optional<double> share;
    };

    void post_step();
    void step();
    bool read_next();
    bool add();
    bool push(const chain::BlockId& id);
    bool is_over() const { return !wrong_.empty() || hooks_.stop(); }
    Result<bool, chain::ChainError> is_known(const Hash256& block);
    Result<bool, chain::ChainError> has_parent(const primitives::Header& header);
    void on_done(const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome);
    void set_wrong(uint64_t place, std::string reason);

    chain::Client* client_;
    Hooks hooks_;
    // Of the reading lane:
    std::optional<Reading> reading_;  ///< read, and not in the queue yet
    uint64_t places_ = 0;
    bool has_ended_ = false;  ///< Hooks::ended was called

    mutable std::mutex mutex_;
    std::map<Hash256, Waiting> waiting_;  ///< in the queue
    Tally tally_;
    bool is_read_ = false;          ///< the whole file
    bool waits_for_queue_ = false;  ///< blocks read wait until the queue is empty
    std::string read_error_;
    uint64_t wrong_place_ = 0;
    std::string wrong_;

    std::unique_ptr<platform::Lane> reader_;
    std::unique_ptr<chain::ImportQueue> queue_;
};

}  // namespace serinus::node

/// A store whose buffered commits do not wait for the database: they are in a log and in memory, and go to the database
/// together. Why: docs/storage.md.
#pragma once

#include "storage/store.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::storage {

struct WriteBehindOptions {
    /// Ours. What may be in memory before a commit waits for the database.
    size_t max_batches = 16;
    size_t max_bytes = size_t{16} << 20;
};

/// The promises of Durability are those of Store: a batch that is kBuffered survives `kill -9`, for it is in a log
/// (commit_log.hpp) in the store's folder before commit() returns; one that is kSynced takes all before it with it to
/// the disk. Batches of more than a quarter of `max_bytes` go to the database at once. `store` is an opened database in
/// `folder`, with nothing in a log (recover_log()); `scheduler` must outlive the store that is returned.
Result<std::unique_ptr<Store>, StoreError> make_write_behind(std::unique_ptr<Store> store, const std::string& folder,
                                                             platform::Scheduler& scheduler,
                                                             const WriteBehindOptions& options = {});

/// Moves what a log in `folder` still holds to the database, in one commit. For every opening of a store that may have
/// had a log.
Result<void, StoreError> recover_log(Store& store, const std::string& folder);

}  // namespace serinus::storage

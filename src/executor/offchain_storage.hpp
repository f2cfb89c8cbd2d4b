/// The offchain database: entries that offchain workers keep between runs, and entries that blocks write by offchain
/// indexing.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/store.hpp"

namespace serinus::executor {

/// An unordered map of keys and values. Thread-safe; each operation is atomic.
class LocalStorage {
  public:
    using Error = storage::StoreError;

    virtual ~LocalStorage() = default;
    virtual Result<std::optional<Bytes>, Error> get(BytesView key) = 0;
    virtual Result<void, Error> set(BytesView key, BytesView value) = 0;
    virtual Result<void, Error> remove(BytesView key) = 0;
    /// Sets the value if the present one is `old_value` (nullopt: there is none); true if it was set.
    virtual Result<bool, Error> compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                                BytesView new_value) = 0;
};

std::unique_ptr<LocalStorage> make_memory_local_storage();

/// An offchain database in a column of the node's store, which must outlive it. Writes are kBuffered, as an offchain
/// worker can repeat them. compare_and_set is atomic within one object only: make one for a column.
std::unique_ptr<LocalStorage> make_local_storage(storage::Store& store, storage::Column column);

}  // namespace serinus::executor

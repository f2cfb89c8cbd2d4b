/// The offchain database: what offchain workers keep between runs, and what blocks write by offchain indexing.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/store.hpp"

namespace serinus::executor {

/// Keys and values without order. Thread-safe; each operation is atomic.
class LocalStorage {
  public:
    using Error = storage::StoreError;

    virtual ~LocalStorage() = default;
    virtual Result<std::optional<Bytes>, Error> get(BytesView key) = 0;
    virtual Result<void, Error> set(BytesView key, BytesView value) = 0;
    virtual Result<void, Error> remove(BytesView key) = 0;
    /// Sets the value if the present one is `old_value` (nullopt: there is none), and says whether it did.
    virtual Result<bool, Error> compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                                BytesView new_value) = 0;
};

std::unique_ptr<LocalStorage> make_memory_local_storage();

/// In a column of the node's store, which must outlive it. Writes are kBuffered: what an offchain worker notes can be
/// noted again. Several of these over one column do not see each other's compare_and_set as atomic; make one.
std::unique_ptr<LocalStorage> make_local_storage(storage::Store& store, storage::Column column);

}  // namespace serinus::executor

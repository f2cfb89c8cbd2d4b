/// Votes in disputes and how disputes stand, on the disk.
#pragma once

#include "parachain/disputes/coordinator.hpp"
#include "storage/store.hpp"

namespace serinus::services::paras {

/// One thread, but load() and find_under(), which any thread may call. Errors are sentences: the disk.
class DisputeRecords {
  public:
    /// `store` outlives this.
    explicit DisputeRecords(storage::Store& store) : store_(store) {}

    /// The records from which the coordinator is made after a restart. None of them is damaged.
    Result<parachain::StoredRecords, std::string> load() const;
    /// All or none. An own vote is on the disk when it returns, with all that was written before.
    Result<void, std::string> write(const parachain::DisputeEffect::Store& changes);
    Result<void, std::string> remove(const parachain::DisputeEffect::RemoveRange& range);
    /// All under keys that begin with `prefix`, in their order.
    Result<parachain::StoredRecords, std::string> find_under(BytesView prefix) const;

  private:
    storage::Store& store_;
};

}  // namespace serinus::services::paras

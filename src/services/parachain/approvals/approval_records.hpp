/// The state of approval voting on the disk.
#pragma once

#include "parachain/approval/voting_store.hpp"
#include "storage/store.hpp"

namespace serinus::services::paras {

/// One thread. Errors are sentences: the disk.
class ApprovalRecords {
  public:
    /// `store` outlives this.
    explicit ApprovalRecords(storage::Store& store) : store_(store) {}

    /// The records of an earlier run. Errors: one of them is damaged, too.
    Result<parachain::StoredApprovals, std::string> load() const;
    /// All or none; on the disk when it returns.
    Result<void, std::string> write(const std::vector<parachain::ApprovalRecord>& records);

  private:
    storage::Store& store_;
};

}  // namespace serinus::services::paras

/// Statements that this node has signed and must not contradict, on the disk before the signature leaves.
#pragma once

#include "storage/store.hpp"

namespace serinus::services::paras {

/// One thread.
class SignedOnce {
  public:
    /// `store` outlives this.
    explicit SignedOnce(storage::Store& store) : store_(store) {}

    /// Whether `statement` may be signed under this key: nothing else was signed under it, now or before a restart.
    /// When it returns true the record is on the disk. False also if the disk fails.
    bool may_sign(BytesView key, BytesView statement);

  private:
    storage::Store& store_;
};

}  // namespace serinus::services::paras

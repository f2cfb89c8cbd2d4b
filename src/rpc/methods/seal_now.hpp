/// A call that waits for a block on demand.
#pragma once

#include "authorship/sealing.hpp"

namespace serinus::rpc {

/// Waits for the block: handlers may block, and the author works on a lane of its own.
Result<chain::BlockId, authorship::SealError> seal_now(authorship::Sealing& sealing,
                                                       const authorship::SealRequest& request);

}  // namespace serinus::rpc

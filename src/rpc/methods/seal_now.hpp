/// A call that waits for a block on demand.
#pragma once

#include "authorship/sealing.hpp"

namespace serinus::rpc {

/// Waits until what `begin` starts calls back.
Result<chain::BlockId, authorship::SealError> wait_for_seal(
    const std::function<void(authorship::Sealing::SealCallback)>& begin);
/// Waits for the block: handlers may block, and the author works on a lane of its own.
Result<chain::BlockId, authorship::SealError> seal_now(authorship::Sealing& sealing,
                                                       const authorship::SealRequest& request);

}  // namespace serinus::rpc

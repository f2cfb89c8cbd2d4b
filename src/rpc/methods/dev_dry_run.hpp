/// What an extrinsic would do.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

/// dev_dryRun: applies an extrinsic on a block that nobody keeps. Answers {"outcome", "storageDiff"}, both in hex: an
/// ApplyExtrinsicResult, and the keys that it changes with their new values.
RpcResult dry_run(chain::Client& client, const Call& call);

}  // namespace serinus::rpc

/// What an extrinsic would do.
#pragma once

#include "rpc/methods/block_metadata.hpp"

namespace serinus::rpc {

struct DryRunServices {
    chain::Client& client;
    BlockMetadata& metadata;
    bool accepts_mock_signatures = false;  ///< so that a call can be tried with any account as its origin
};

/// dev_dryRun({extrinsic, at, raw}): applies an extrinsic, in hex or as {call, address}, on a block that nobody keeps,
/// which has no inherents. Answers {"old", "new", "delta", "outcome"}: what the extrinsic changes, decoded, before and
/// after (StorageTree), the difference of both (json_delta) and the ApplyExtrinsicResult in hex. With `raw`, a list of
/// changed keys and their values in hex. Errors: 1, with a reason: the extrinsic may not be in a block.
/// Observed: the plugin of Chopsticks 1.5.1
RpcResult dry_run(const DryRunServices& services, const Call& call);

}  // namespace serinus::rpc

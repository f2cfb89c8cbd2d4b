/// serinus_disputes: disputes at a block, and as this node knows them. Ours.
#pragma once

#include "runtime_api/block_calls.hpp"
#include "services/parachain/disputes/dispute_records.hpp"

namespace serinus::rpc {
class Registry;  // rpc/registry.hpp
}

namespace serinus::services::paras {

struct DisputeSources {
    runtime_api::BlockCalls& calls;
    const DisputeRecords& records;
    std::function<Hash256()> best;
};

/// All in `sources` must outlive the registry.
///
/// `serinus_disputes(block)`, by default at the best block:
/// - `onChain`: those that the block's state remembers: session, candidate, the blocks in which the dispute began and
///   ended, who is for and against;
/// - `disabled`: validators of the block's session that take no part, by index;
/// - `slashes`: who has lost a dispute and is not punished yet, as nobody has reported it;
/// - `here`: those of the last six sessions that this node knows, with each validator's kind of vote.
void add_dispute_methods(rpc::Registry& registry, DisputeSources sources);

}  // namespace serinus::services::paras

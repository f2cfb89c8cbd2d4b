/// serinus_paraWhy, serinus_paraCandidates: what has happened to candidates at this node. Ours.
#pragma once

#include "services/parachain/timelines/timelines.hpp"

namespace serinus::rpc {
class Registry;  // rpc/registry.hpp
}

namespace serinus::services::paras {

/// `timelines` must outlive the registry.
///
/// - `serinus_paraWhy(candidate)` or `serinus_paraWhy(block, core)`: the timelines of that candidate, or of those that
///   the block backs or includes on the core, as a list; empty: nothing is known here.
/// - `serinus_paraCandidates(count)`: those that this node heard of last, the newest first; at most 256.
void add_timeline_methods(rpc::Registry& registry, const Timelines& timelines);

}  // namespace serinus::services::paras

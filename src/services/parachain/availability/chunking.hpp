/// The chunks of a candidate's data, as validators keep them.
#pragma once

#include "parachain/wire/node_types.hpp"
#include "services/parachain/leaves/session.hpp"

namespace serinus::services::paras {

/// By validator, for a candidate on `core`. nullopt: the data does not lead to this root. Costs some 20 ms for 5 MiB.
std::optional<std::vector<parachain::ErasureChunk>> make_chunks(const Session& session, parachain::CoreIndex core,
                                                                const parachain::AvailableData& data,
                                                                const Hash256& erasure_root);

}  // namespace serinus::services::paras

/// The request protocols of warps.
#pragma once

#include "services/service.hpp"

namespace serinus::services {

/// sync/warp. Spec: defn-warp-sync-proof
network::link::ProtocolIndex add_warp_protocol(NodeParts& node);
/// state/2. Spec: sect-msg-state-request
network::link::ProtocolIndex add_state_protocol(NodeParts& node);

}  // namespace serinus::services

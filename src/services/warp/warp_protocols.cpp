#include "services/warp/warp_protocols.hpp"

namespace serinus::services {

network::link::ProtocolIndex add_warp_protocol(NodeParts& node) {
    return node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("sync/warp"),
                                                             .max_request_bytes = Hash256::kSize,
                                                             .max_response_bytes = size_t{16} << 20,
                                                             .timeout_ms = 10'000});
}

network::link::ProtocolIndex add_state_protocol(NodeParts& node) {
    return node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("state/2"),
                                                             .max_request_bytes = size_t{1} << 20,
                                                             .max_response_bytes = size_t{16} << 20,
                                                             .timeout_ms = 40'000});
}

}  // namespace serinus::services

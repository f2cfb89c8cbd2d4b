/// The protocols of requests between validators, and of collations, as the network's core takes them.
#pragma once

#include "network/core/core.hpp"
#include "parachain/wire/protocols.hpp"
#include "protocols/names.hpp"

namespace serinus::services::paras {

inline network::link::RequestProtocol core_protocol(const protocols::ProtocolNames& names,
                                                    parachain::RequestKind kind) {
    const parachain::RequestProtocol& known = parachain::request_protocol(kind);
    network::link::RequestProtocol out{.names = {names.of(known.name)},
                                       .max_request_bytes = parachain::kMaxRequestSize,
                                       .max_response_bytes = known.max_response_size,
                                       .timeout_ms = known.timeout_ms,
                                       .max_inbound = known.queue_size};
    if (!known.legacy_name.empty()) out.names.emplace_back(known.legacy_name);
    return out;
}

}  // namespace serinus::services::paras

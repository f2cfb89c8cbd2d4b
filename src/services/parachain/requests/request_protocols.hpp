/// The protocols of requests between validators, and of collations, as the network's core takes them.
#pragma once

#include "network/core/core.hpp"
#include "parachain/disputes/receiver.hpp"
#include "parachain/wire/protocols.hpp"
#include "protocols/names.hpp"

namespace serinus::services::paras {

/// Ours: requests of all validators that wait. The reference has no bound but those of each validator.
inline constexpr size_t kMaxDisputeRequests = 20'000;

inline network::link::RequestProtocol core_protocol(const protocols::ProtocolNames& names,
                                                    parachain::RequestKind kind) {
    const parachain::RequestProtocol& known = parachain::request_protocol(kind);
    network::link::RequestProtocol out{.names = {names.of(known.name)},
                                       .max_request_bytes = parachain::kMaxRequestSize,
                                       .max_response_bytes = known.max_response_size,
                                       .timeout_ms = known.timeout_ms,
                                       .max_inbound = known.queue_size};
    if (!known.legacy_name.empty()) out.names.emplace_back(known.legacy_name);
    if (kind == parachain::RequestKind::kDispute) {
        // How many wait is for the receiver to say, which reads requests at once; of a validator in time it keeps as
        // many as here. In a dispute all validators send their votes, which are answered together.
        using parachain::DisputeReceiver;
        out.max_inbound = kMaxDisputeRequests;
        out.max_inbound_per_peer =
            DisputeReceiver::kMaxWaiting + DisputeReceiver::kMaxBatchAge / DisputeReceiver::kInterval;
    }
    return out;
}

}  // namespace serinus::services::paras

/// substrate_authority_discovery_* and substrate_sub_libp2p_kademlia_*. Observed: polkadot-stable2407
#pragma once

#include "network/discovery/authority_discovery.hpp"
#include "services/metrics_text.hpp"

namespace serinus::services {

struct DiscoveryFigures {
    network::discovery::AuthorityDiscoveryCounters authorities = {};
    size_t dht_peers = 0, dht_records = 0, dht_record_bytes = 0;
    uint64_t dht_random_look_ups = 0;
    std::vector<size_t> dht_buckets = {};  ///< peers by the bits that their keys have in common with ours; no empty end
};

void write_discovery_metrics(MetricsText& out, const DiscoveryFigures& figures);

}  // namespace serinus::services

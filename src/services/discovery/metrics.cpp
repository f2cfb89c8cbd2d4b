#include "services/discovery/metrics.hpp"

namespace serinus::services {
namespace {

double as_double(uint64_t value) { return static_cast<double>(value); }

/// Observed: polkadot-stable2407, client/network/src/service/metrics.rs
void add_kademlia(MetricsText& out, const DiscoveryFigures& figures) {
    constexpr size_t kBits = 256;
    const std::string prefix = "substrate_sub_libp2p_";
    out.counter(prefix + "kademlia_random_queries_total", "Number of random Kademlia queries started",
                as_double(figures.dht_random_look_ups));
    out.gauge(prefix + "kademlia_records_count", "Number of records in the Kademlia records store",
              as_double(figures.dht_records));
    out.gauge(prefix + "kademlia_records_sizes_total", "Total size of all the records in the Kademlia records store",
              as_double(figures.dht_record_bytes));
    out.metric(prefix + "kbuckets_num_nodes", "gauge", "Number of nodes per kbucket per Kademlia instance");
    for (size_t common = 0; common < figures.dht_buckets.size(); ++common) {
        if (figures.dht_buckets[common] == 0) continue;
        // The distances of a bucket begin at the power of two below which all bits are free.
        out.sample(as_double(figures.dht_buckets[common]),
                   {{"lower_ilog2_bucket_bound", std::to_string(kBits - 1 - common)}});
    }
}

/// Observed: polkadot-stable2407, client/authority-discovery/worker.rs
void add_authorities(MetricsText& out, const DiscoveryFigures& figures) {
    const auto& counters = figures.authorities;
    const std::string prefix = "substrate_authority_discovery_";
    out.counter(prefix + "times_published_total",
                "Number of times authority discovery has published external addresses.",
                as_double(counters.times_published));
    out.gauge(prefix + "amount_external_addresses_last_published",
              "Number of external addresses published when authority discovery last published addresses.",
              as_double(counters.addresses_last_published));
    out.counter(prefix + "authority_addresses_requested_total",
                "Number of times authority discovery has requested external addresses of a single authority.",
                as_double(counters.addresses_requested));
    out.gauge(prefix + "authority_address_requests_pending", "Number of pending authority address requests.",
              as_double(counters.requests_pending));
    out.metric(prefix + "dht_event_received", "counter", "Number of dht events received by authority discovery.");
    out.sample(as_double(counters.value_found), {{"name", "value_found"}});
    out.sample(as_double(counters.value_not_found), {{"name", "value_not_found"}});
    out.sample(as_double(counters.value_put), {{"name", "value_put"}});
    out.sample(as_double(counters.value_put_failed), {{"name", "value_put_failed"}});
    out.sample(as_double(counters.put_record_requests), {{"name", "put_record_req"}});
    out.counter(prefix + "handle_value_found_event_failure", "Number of times handling a dht value found event failed.",
                as_double(counters.value_found_failures));
    out.gauge(prefix + "known_authorities_count", "Number of authorities known by authority discovery.",
              as_double(counters.known_authorities));
    out.gauge("serinus_dht_peers", "Peers in the table of the DHT", as_double(figures.dht_peers));
}

}  // namespace

void write_discovery_metrics(MetricsText& out, const DiscoveryFigures& figures) {
    add_kademlia(out, figures);
    add_authorities(out, figures);
}

}  // namespace serinus::services

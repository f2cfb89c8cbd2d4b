#include "services/discovery/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::services {
namespace {

using testing::HasSubstr;

// Observed: sc_network::service::metrics, sc_authority_discovery, polkadot-stable2407
TEST(DiscoveryMetrics, HaveTheNamesOfTheReference) {
    MetricsText out({{"chain", "kusama_dev"}});
    write_discovery_metrics(out, {.authorities = {.times_published = 2},
                                  .dht_records = 4,
                                  .dht_record_bytes = 77,
                                  .dht_random_look_ups = 9,
                                  .dht_buckets = {20, 0, 3}});
    for (const auto* sample : {
             R"(substrate_sub_libp2p_kademlia_random_queries_total{chain="kusama_dev"} 9)",
             R"(substrate_sub_libp2p_kademlia_records_count{chain="kusama_dev"} 4)",
             R"(substrate_sub_libp2p_kademlia_records_sizes_total{chain="kusama_dev"} 77)",
             R"(substrate_sub_libp2p_kbuckets_num_nodes{chain="kusama_dev",lower_ilog2_bucket_bound="255"} 20)",
             R"(substrate_sub_libp2p_kbuckets_num_nodes{chain="kusama_dev",lower_ilog2_bucket_bound="253"} 3)",
             R"(substrate_authority_discovery_times_published_total{chain="kusama_dev"} 2)",
         }) {
        EXPECT_THAT(out.text(), HasSubstr(std::string("\n") + sample + "\n"));
    }
}

}  // namespace
}  // namespace serinus::services

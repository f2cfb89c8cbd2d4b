#include "node/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "chain/spec/spec_files.hpp"
#include "platform/files.hpp"
#include "tests/rpc_client/client.hpp"
#include "tests/support/data.hpp"

namespace serinus::node {
namespace {

using testing::HasSubstr;
using testing::Not;

class NodeTest : public testing::Test {
  protected:
    void SetUp() override { folder = platform::create_temporary_directory("serinus-node-test-").value(); }
    void TearDown() override {
        if (!folder.empty()) EXPECT_TRUE(platform::remove_tree(folder));
    }

    /// A validator on free ports that seals when it is told to.
    NodeOptions options() const {
        NodeOptions out;
        out.name = "test";
        out.version = "0";
        out.authority = true;
        out.session_keys_of = "//Alice";
        out.database.folder = folder + "/db";
        out.executor.code_cache_directory = folder + "/code-cache";
        out.keystore_folder = folder + "/keystore";
        out.sealing.kind = authorship::SealingMode::Kind::kManual;
        out.rpc.port = 0;
        out.metrics = MetricsAddress{.port = 0};
        return out;
    }
    /// The same on a network, with folders of its own.
    NodeOptions with_network(uint8_t number, std::vector<network::wire::Multiaddr> boot_nodes) const {
        using network::wire::Multiaddr;
        NodeOptions out = options();
        out.database.folder = folder + "/" + std::to_string(number);
        out.keystore_folder = out.database.folder + "-keys";
        out.disabled_services = {"parachains"};  // whose workers are processes of the program
        out.network = NetworkOptions{.node_key = crypto::ed25519::Seed(ByteArray<32>{number}),
                                     .listen_addresses = {*Multiaddr::parse("/ip4/127.0.0.1/tcp/0")},
                                     .public_addresses = {*Multiaddr::parse("/dns/a.example/tcp/30333")},
                                     .boot_nodes = std::move(boot_nodes),
                                     .reserved_nodes = {},
                                     .peers = {}};
        out.peer_id = network::wire::PeerId::of(crypto::ed25519::public_key_of(out.network->node_key)).to_string();
        return out;
    }
    Result<std::unique_ptr<Node>, std::string> start(const NodeOptions& options) const {
        return Node::start(chain::load_chain(test::own_chain("dev"), {}).value(), options, pools);
    }

    std::shared_ptr<platform::ThreadPools> pools = std::make_shared<platform::ThreadPools>();
    std::string folder;
};

TEST_F(NodeTest, StartsAndStopsAndStartsAgain) {
    for (int round = 0; round < 2; ++round) {
        auto node = start(options());
        ASSERT_TRUE(node) << node.error();
        EXPECT_NE((*node)->rpc_port(), 0);
        EXPECT_THAT((*node)->metrics_address(), HasSubstr("127.0.0.1:"));
        EXPECT_EQ((*node)->client().best().number, 0u);
        EXPECT_EQ((*node)->failure(), "");
        (*node)->stop();
    }
}

TEST_F(NodeTest, OneDatabaseHasOneNode) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    const auto second = start(options());
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("in use by another node"));
}

TEST_F(NodeTest, ABusyRpcPortIsNamed) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    NodeOptions other = options();
    other.database.folder = folder + "/other";
    other.rpc.port = (*first)->rpc_port();
    const auto second = start(other);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr(std::to_string(other.rpc.port)));
}

// Observed: polkadot 1.25.1 goes on without metrics.
TEST_F(NodeTest, ABusyMetricsPortIsNoReasonToEnd) {
    const auto first = start(options());
    ASSERT_TRUE(first) << first.error();
    const std::string& address = (*first)->metrics_address();
    NodeOptions other = options();
    other.database.folder = folder + "/other";
    other.metrics->port = static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
    const auto second = start(other);
    ASSERT_TRUE(second) << second.error();
    EXPECT_EQ((*second)->metrics_address(), "");
}

TEST_F(NodeTest, DoesNotStartWithoutFreeSpace) {
    NodeOptions greedy = options();
    greedy.min_free_disk_bytes = UINT64_MAX;
    const auto node = start(greedy);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error(), HasSubstr("MiB are free"));
}

/// The answer of a node to a scrape.
std::string scrape(const Node& node) {
    const std::string& address = node.metrics_address();
    test::HttpClient client(static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
    return client.request("GET", "/metrics").body;
}

/// The body of the answer to an HTTP request.
std::string post(uint16_t port, const std::string& method) {
    test::HttpClient client(port);
    return client.call(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":[]})").body;
}

TEST_F(NodeTest, TwoChainsLiveInOneProcess) {
    const auto chain_options = [&](const std::string& name) {
        NodeOptions out = options();
        out.label = name;
        out.database.folder = folder + "/" + name;
        out.keystore_folder = folder + "/keystore-" + name;
        out.sealing.kind = authorship::SealingMode::Kind::kInstant;
        return out;
    };
    const auto load = [](const char* name) { return chain::load_chain(test::own_chain(name), {}).value(); };
    auto first = Node::start(load("dev"), chain_options("first"), pools);
    ASSERT_TRUE(first) << first.error();
    auto second = Node::start(load("kusama-local"), chain_options("second"), pools);
    ASSERT_TRUE(second) << second.error();

    // Each port answers for its own chain.
    ASSERT_NE((*first)->rpc_port(), (*second)->rpc_port());
    EXPECT_THAT(post((*first)->rpc_port(), "system_chain"), HasSubstr("Kusama Development"));
    EXPECT_THAT(post((*second)->rpc_port(), "system_chain"), HasSubstr("Kusama Local Testnet"));
    EXPECT_NE((*first)->client().genesis().hash, (*second)->client().genesis().hash);
    EXPECT_EQ((*first)->scheduler().label(), "first");
    EXPECT_EQ((*second)->scheduler().label(), "second");

    // So do the metrics, which name the node.
    EXPECT_THAT(scrape(**first), HasSubstr(R"(substrate_number_leaves{chain="kusama_dev",node="first"} 1)"));
    EXPECT_THAT(scrape(**second),
                HasSubstr(R"(substrate_number_leaves{chain="kusama_local_testnet",node="second"} 1)"));
    EXPECT_THAT(scrape(**first), HasSubstr(R"(serinus_lane_timers{chain="kusama_dev",node="first",lane="informant"})"));

    // The end of one is not the end of the other.
    (*first)->stop();
    EXPECT_THAT(post((*second)->rpc_port(), "system_health"), HasSubstr("isSyncing"));
}

// Observed: client/network/src/service/metrics.rs, client/network/sync/src/engine.rs, polkadot-stable2407
TEST_F(NodeTest, ANodeWithAPeerShowsTheMetricsOfTheReference) {
    using network::wire::Multiaddr;
    const auto first = start(with_network(1, {}));
    ASSERT_TRUE(first) << first.error();
    const std::string listening = post((*first)->rpc_port(), "system_localListenAddresses");
    const size_t begin = listening.find("/ip4/");
    ASSERT_NE(begin, listening.npos) << listening;
    const auto second =
        start(with_network(2, {*Multiaddr::parse(listening.substr(begin, listening.find('"', begin) - begin))}));
    ASSERT_TRUE(second) << second.error();

    const std::string joined = "\nsubstrate_sub_libp2p_peers_count{chain=\"kusama_dev\"} 1\n";
    std::string text;
    for (int i = 0; i < 200 && text.find(joined) == text.npos; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        text = scrape(**second);
    }
    EXPECT_THAT(text, HasSubstr(joined));
    for (const char* const sample : {
             R"(substrate_sub_libp2p_connections_opened_total{chain="kusama_dev",direction="in"} 0)",
             R"(substrate_sub_libp2p_distinct_peers_connections_opened_total{chain="kusama_dev"} 1)",
             R"(substrate_sub_libp2p_distinct_peers_connections_closed_total{chain="kusama_dev"} 0)",
             R"(substrate_sub_libp2p_peerset_num_discovered{chain="kusama_dev"} 1)",
             R"(substrate_sub_libp2p_listeners_local_addresses{chain="kusama_dev"} 2)",
             R"(substrate_sub_libp2p_is_major_syncing{chain="kusama_dev"} 0)",
             R"(substrate_sync_peers{chain="kusama_dev"} 1)",
             R"(substrate_sync_fork_targets{chain="kusama_dev"} 0)",
             R"(substrate_sync_extra_justifications{chain="kusama_dev",status="pending"} 0)",
         }) {
        EXPECT_THAT(text, HasSubstr(std::string("\n") + sample + "\n"));
    }
    for (const char* const name : {"connections_closed_total", "kademlia_random_queries_total",
                                   "kademlia_records_count", "kademlia_records_sizes_total", "kbuckets_num_nodes"}) {
        EXPECT_THAT(text, HasSubstr(std::string("\nsubstrate_sub_libp2p_") + name + R"({chain="kusama_dev")"));
    }
    EXPECT_THAT(text, Not(HasSubstr(R"(connections_opened_total{chain="kusama_dev",direction="out"} 0)")));
    EXPECT_THAT(post((*second)->rpc_port(), "system_unstable_networkState"),
                HasSubstr("/dns/a.example/tcp/30333/p2p/" + with_network(2, {}).peer_id));
}

/// A network that tells when it begins to run.
class WatchedNetwork final : public network::NetworkService {
  public:
    WatchedNetwork(std::unique_ptr<NetworkService> inner, std::function<void()> on_run)
        : inner_(std::move(inner)), on_run_(std::move(on_run)) {}
    void run() override {
        on_run_();
        inner_->run();
    }
    const network::PeerId& peer_id() const noexcept override { return inner_->peer_id(); }
    std::vector<network::wire::Multiaddr> listen_addresses() const override { return inner_->listen_addresses(); }
    State state() const override { return inner_->state(); }
    void post(std::function<void(network::Parts)> task) override { inner_->post(std::move(task)); }
    void stop() override { inner_->stop(); }

  private:
    std::unique_ptr<NetworkService> inner_;
    std::function<void()> on_run_;
};

/// The last service of a recipe: all others have started before it.
class LastService final : public services::Service {
  public:
    explicit LastService(bool& has_started) : has_started_(has_started) {}
    Result<void, std::string> start() override {
        has_started_ = true;
        return {};
    }

  private:
    bool& has_started_;
};

// A block that signals a change of authorities must not be imported before the finality gadget listens.
TEST_F(NodeTest, TheNetworkRunsWhenAllServicesHaveStarted) {
    bool have_started = false;
    std::optional<bool> had_started_at_run;
    NodeOptions watched = with_network(1, {});
    watched.recipe = [&](services::NodeParts& node) {
        relay_node(node);
        node.add<LastService>(have_started);
    };
    Platform platform = Platform::of_this_machine(pools, {});
    platform.start_network =
        [&](platform::Scheduler& scheduler, network::ServiceOptions service,
            network::ModuleFactory factory) -> Result<std::unique_ptr<network::NetworkService>, std::string> {
        auto inner = network::NetworkService::start(scheduler, std::move(service), std::move(factory));
        if (!inner) return Err(inner.error());
        return std::unique_ptr<network::NetworkService>(
            new WatchedNetwork(*std::move(inner), [&] { had_started_at_run = have_started; }));
    };
    const auto node = Node::start(chain::load_chain(test::own_chain("dev"), {}).value(), watched, std::move(platform));
    ASSERT_TRUE(node) << node.error();
    EXPECT_EQ(had_started_at_run, std::optional(true));
}

TEST_F(NodeTest, ADatabaseOfAnotherChainIsRefused) {
    ASSERT_TRUE(start(options()));
    auto spec = chain::load_chain(test::own_chain("dev"), {}).value();
    auto& top = std::get<chain::RawGenesis>(spec.genesis).top;
    top.add(Bytes{1}, Bytes{2});
    ASSERT_EQ(top.sort(), std::nullopt);
    const auto node = Node::start(std::move(spec), options(), pools);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error(), HasSubstr("another chain"));
}

}  // namespace
}  // namespace serinus::node

/// Whole nodes on a development chain of our own runtime, on free ports, for tests of their services.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "chain/spec/spec_files.hpp"
#include "node/node.hpp"
#include "platform/files.hpp"
#include "tests/rpc_client/client.hpp"
#include "tests/support/data.hpp"

namespace serinus::node {

class NodeFixture : public testing::Test {
  protected:
    void SetUp() override { folder_ = platform::create_temporary_directory("serinus-services-test-").value(); }
    void TearDown() override {
        if (!folder_.empty()) EXPECT_TRUE(platform::remove_tree(folder_));
    }

    /// A validator that seals when it is told to. `name`: of its folder.
    NodeOptions options(const std::string& name = "node") const {
        NodeOptions out;
        out.name = "test";
        out.label = name;
        out.version = "0";
        out.authority = true;
        out.session_keys_of = "//Alice";
        out.database.folder = folder_ + "/" + name;
        out.executor.code_cache_directory = folder_ + "/code-cache";
        out.keystore_folder = out.database.folder + "-keys";
        out.sealing.kind = authorship::SealingMode::Kind::kManual;
        out.rpc.port = 0;
        out.metrics = MetricsAddress{.port = 0};
        out.disabled_services = {"parachains"};  // whose validators need a program for their workers
        return out;
    }
    /// Gives the node a network on a free port of this machine.
    static void add_network(NodeOptions& options, uint8_t key, std::vector<network::wire::Multiaddr> boot_nodes = {}) {
        options.network = NetworkOptions{.node_key = crypto::ed25519::Seed(ByteArray<32>{key}),
                                         .listen_addresses = {*network::wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")},
                                         .public_addresses = {},
                                         .boot_nodes = std::move(boot_nodes),
                                         .reserved_nodes = {},
                                         .peers = {}};
        const auto public_key = crypto::ed25519::public_key_of(options.network->node_key);
        options.peer_id = network::wire::PeerId::of(public_key).to_string();
    }
    Result<std::unique_ptr<Node>, std::string> start(const NodeOptions& options) const {
        return Node::start(chain::load_chain(test::own_chain("dev"), {}).value(), options, pools_);
    }

    /// The body of the answer to a call. `params`: JSON without its brackets.
    static std::string call(const Node& node, const std::string& method, const std::string& params = "") {
        test::HttpClient client(node.rpc_port());
        return client.call(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":[)" + params + "]}").body;
    }
    static std::string scrape(const Node& node) {
        const std::string& address = node.metrics_address();
        test::HttpClient client(static_cast<uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
        return client.request("GET", "/metrics").body;
    }
    static network::wire::Multiaddr address_of(const Node& node) {
        const std::string all = call(node, "system_localListenAddresses");
        const size_t begin = all.find("/ip4/");
        return *network::wire::Multiaddr::parse(all.substr(begin, all.find('"', begin) - begin));
    }
    /// Waits until `is_true`; false when a minute has passed.
    template <class Condition>
    static bool wait_until(Condition is_true) {
        for (int i = 0; i < 1200; ++i) {
            if (is_true()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

    std::shared_ptr<platform::ThreadPools> pools_ = std::make_shared<platform::ThreadPools>();
    std::string folder_;
};

}  // namespace serinus::node

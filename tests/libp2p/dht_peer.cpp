// A node of the DHT /test/kad for tests with other implementations: dials the addresses that it is given, and takes
// orders as lines of its standard input: "put KEY VALUE", "get KEY", "provide KEY", "find PEER", "table". The result
// of each is a line of JSON.
#include <cstdio>
#include <sstream>
#include <string>

#include "network/discovery/discovery.hpp"
#include "network/service/service.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::network::discovery {
namespace {

void print(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

/// Joins the modules and reports results of the DHT.
class Printer final : public Module, public DhtListener {
  public:
    Printer(Parts parts, std::vector<std::unique_ptr<Module>>& modules) {
        const CoreProtocols protocols = Printer::protocols();
        auto dht = std::make_unique<Dht>(parts.core, parts.peers, parts.peer_id, DhtOptions{});
        auto finder = std::make_unique<Discovery>(parts.core, parts.peers, *dht, parts.peer_id,
                                                  DiscoveryOptions{.protocol_names = protocols.requests[0].names});
        dht->add_listener(*this);
        dht->check_put = [](const Record& record, const PeerId&, Millis) {
            print(R"({"kept":")" + std::string(as_text(record.key)) + "\"}");
            return PutVerdict::kKeep;
        };
        parts.core.set_request_module(0, *dht);
        parts.core.add_module(*finder);
        dht_ = dht.get();
        modules.push_back(std::move(dht));
        modules.push_back(std::move(finder));
    }
    static CoreProtocols protocols() { return {.requests = {kademlia_protocol({"/test/kad"})}, .notifications = {}}; }

    void execute(const std::string& line, Millis now) {
        std::istringstream words(line);
        std::string order, key, value;
        words >> order >> key >> value;
        if (order == "put") {
            // Only peers outside of our networks ask for the time.
            asked_ = dht_->put_value({.key = to_bytes(as_bytes(key)),
                                      .value = to_bytes(as_bytes(value)),
                                      .time_received = "2026-01-02T03:04:05.000000006Z"},
                                     now);
        } else if (order == "get") {
            asked_ = dht_->get_value(as_bytes(key), now);
        } else if (order == "provide") {
            asked_ = dht_->start_providing(to_bytes(as_bytes(key)), now);
        } else if (order == "find") {
            if (const auto peer = PeerId::parse(key)) asked_ = dht_->find_node(peer->bytes(), now);
        } else if (order == "table") {
            print(R"({"table":)" + std::to_string(dht_->table().size()) + "}");
        }
    }

    void on_value(QueryId, const Record& record, const std::optional<PeerId>& from, Millis) override {
        if (from) print(R"({"value":")" + std::string(as_text(record.value)) + "\"}");
    }
    void on_query_done(QueryId id, const QueryResult& result, Millis) override {
        if (id != asked_) return;  // random look-ups end meanwhile
        std::string peers;
        for (const PeerInfo& one : result.closest)
            peers += (peers.empty() ? "\"" : ",\"") + one.peer.to_string() + "\"";
        print(std::string(R"({"done":)") + (result.is_success ? "true" : "false") + R"(,"stored":)" +
              std::to_string(result.stored) + R"(,"closest":[)" + peers + "]}");
    }

  private:
    Dht* dht_ = nullptr;
    QueryId asked_ = 0;  ///< the last order
};

int run(int argc, char** argv) {
    (void)log::set_filter("sub-libp2p=debug");
    const auto scheduler = platform::make_threaded_scheduler();
    ServiceOptions options{.node_key = crypto::ed25519::Seed(scheduler->random_array<32>()),
                           .agent_version = "Serinus/test",
                           .listen_addresses = {*wire::Multiaddr::parse("/ip4/127.0.0.1/tcp/0")},
                           .public_addresses = {},
                           .boot_nodes = {},
                           .reserved_nodes = {},
                           .peers = {},
                           .ping = {}};
    for (int i = 1; i < argc; ++i) options.boot_nodes.push_back(*wire::Multiaddr::parse(argv[i]));
    Printer* printer = nullptr;
    const auto make = [&printer](Parts parts) {
        std::vector<std::unique_ptr<Module>> modules;
        auto one = std::make_unique<Printer>(parts, modules);
        printer = one.get();
        modules.push_back(std::move(one));
        return modules;
    };
    const auto service =
        NetworkService::start(*scheduler, std::move(options), {.protocols = Printer::protocols(), .make = make});
    if (!service) return 1;
    print("{\"address\":\"" + (*service)->listen_addresses()[0].to_string() + "\"}");
    (*service)->run();

    const platform::StopSignals signals;
    auto input = platform::InputStream::open("-");
    std::string line;
    uint8_t byte[1];
    while (input) {
        const auto size = input->read(byte, signals);
        if (!size || !*size || **size == 0) break;
        if (byte[0] != '\n') {
            line += static_cast<char>(byte[0]);
            continue;
        }
        (*service)->post([printer, line = std::exchange(line, {})](Parts parts) {
            printer->execute(line, parts.scheduler.now_ms());
        });
    }
    (*service)->stop();
    return 0;
}

}  // namespace
}  // namespace serinus::network::discovery

int main(int argc, char** argv) { return serinus::network::discovery::run(argc, argv); }

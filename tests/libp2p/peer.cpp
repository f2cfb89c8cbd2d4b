// A peer for tests with other implementations: listens on the loopback interface, or at an address behind --listen,
// dials the addresses that it is given, and writes a line of JSON for each change of its peers. Ends with its standard
// input.
#include <cstdio>
#include <string>

#include "network/service/service.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/streams.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::network {
namespace {

std::string line_of(const NetworkService::State& state) {
    std::string out = R"({"peers":[)";
    for (const auto& peer : state.peers) {
        if (out.back() == '}') out += ',';
        out += R"({"id":")" + peer.peer.to_string() + R"(","agent":")" + peer.agent_version + R"(","pinged":)" +
               (peer.round_trip_ms ? "true" : "false") + "}";
    }
    return out + "]}";
}

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
                           .ping = {.interval_ms = 200}};
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--mdns") {
            options.has_mdns = true;
            continue;
        }
        const bool listens = std::string_view(argv[i]) == "--listen" && i + 1 < argc;
        const auto address = wire::Multiaddr::parse(argv[listens ? ++i : i]);
        if (listens && address) {
            options.listen_addresses = {*address};
            continue;
        }
        if (!address || !address->peer_id()) {
            std::fprintf(stderr, "'%s' is no address of a peer\n", argv[i]);
            return 2;
        }
        options.boot_nodes.push_back(*address);
    }
    const auto service = NetworkService::start(*scheduler, std::move(options), {});
    if (!service) {
        std::fprintf(stderr, "%s\n", service.error().c_str());
        return 1;
    }
    (*service)->run();
    std::string listening;
    for (const auto& address : (*service)->listen_addresses()) {
        listening += (listening.empty() ? "\"" : ",\"") + address.to_string() + "\"";
    }
    std::printf("{\"addresses\":[%s]}\n", listening.c_str());
    std::fflush(stdout);

    // The state is printed when it changes; the standard input ends with the test.
    const auto lane = scheduler->make_lane({.name = "print"});
    std::string last;
    std::function<void()> print = [&] {
        const std::string line = line_of((*service)->state());
        if (line != last) std::printf("%s\n", line.c_str());
        std::fflush(stdout);
        last = line;
        (void)lane->post_after(50, [&] { print(); });
    };
    (void)lane->post([&] { print(); });
    const platform::StopSignals signals;
    auto input = platform::InputStream::open("-");
    uint8_t byte[1];
    while (input) {
        const auto size = input->read(byte, signals);
        if (!size || !*size || **size == 0) break;
    }
    lane->close();
    (*service)->stop();
    return 0;
}

}  // namespace
}  // namespace serinus::network

int main(int argc, char** argv) { return serinus::network::run(argc, argv); }

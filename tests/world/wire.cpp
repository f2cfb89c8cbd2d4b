#include "tests/world/wire.hpp"

#include "network/simulation/simulated_service.hpp"

namespace serinus::world {
namespace {

using network::wire::Multiaddr;

crypto::ed25519::Seed key_of(size_t end) { return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(end + 1)}); }

}  // namespace

Multiaddr wire_address(size_t end) {
    return *Multiaddr::parse("/ip4/10.0.0." + std::to_string(end + 1) + "/tcp/30333");
}

network::PeerId wire_peer(size_t end) { return network::PeerId::of(crypto::ed25519::public_key_of(key_of(end))); }

node::NetworkOptions wire_options(const WireOptions& options, size_t end) {
    node::NetworkOptions out;
    out.node_key = key_of(end);
    out.listen_addresses = {wire_address(end)};
    for (size_t i = 1; i <= 2 && i < options.ends; ++i) {
        const size_t other = (end + i) % options.ends;
        out.boot_nodes.push_back(wire_address(other).with_peer_id(wire_peer(other)));
    }
    return out;
}

network::NetworkService::Factory wire_service(const WireOptions& options, size_t end) {
    return [&links = options.links, end](platform::Scheduler& scheduler, network::ServiceOptions service,
                                         network::ModuleFactory factory) {
        return Result<std::unique_ptr<network::NetworkService>, std::string>(
            network::simulation::start_service(scheduler, std::move(service), std::move(factory), links, end));
    };
}

}  // namespace serinus::world

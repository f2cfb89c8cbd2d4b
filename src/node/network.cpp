#include "node/network.hpp"

#include "base/assert.hpp"
#include "platform/log.hpp"

namespace serinus::node {
namespace {

using network::Millis;
using network::Parts;
using network::PeerId;
using network::wire::Multiaddr;

constexpr const char* kNetworkTarget = "sub-libp2p";

/// Makes the state for other threads anew each half second, and when a peer comes or goes.
class Publisher final : public network::Module {
  public:
    explicit Publisher(services::ServiceNetwork& network) : network_(network) {}
    void on_peer_connected(const PeerId&, Millis) override { network_.publish(); }
    void on_peer_gone(const PeerId&, Millis) override { network_.publish(); }
    void on_timer(Millis now) override {
        constexpr Millis kPeriodMs = 500;
        network_.publish();
        next_ = now + kPeriodMs;
    }
    std::optional<Millis> next_timer() const override { return next_; }

  private:
    services::ServiceNetwork& network_;
    Millis next_ = 0;
};

network::ServiceOptions service_options(NetworkOptions options, const std::string& agent_version) {
    return {.node_key = options.node_key,
            .agent_version = agent_version,
            .listen_addresses = std::move(options.listen_addresses),
            .public_addresses = std::move(options.public_addresses),
            .boot_nodes = std::move(options.boot_nodes),
            .reserved_nodes = std::move(options.reserved_nodes),
            .peers = options.peers,
            .ping = {},
            .needs_all_addresses = false,
            .book_file = std::move(options.book_file),
            .has_mdns = options.has_mdns};
}

}  // namespace

std::unique_ptr<NodeNetwork> NodeNetwork::open(Environment environment, NetworkOptions options) {
    std::unique_ptr<NodeNetwork> out(new NodeNetwork(environment));
    network::ModuleFactory factory{.protocols = std::move(environment.protocols),
                                   .make = [network = out.get()](Parts parts) { return network->make_modules(parts); }};
    auto started = environment.start_service(
        environment.scheduler, service_options(std::move(options), environment.agent_version), std::move(factory));
    SERINUS_ASSERT(started.has_value());  // an address that cannot be listened on is only a warning
    out->service_ = *std::move(started);
    for (const auto& address : out->service_->listen_addresses()) {
        log::info(kNetworkTarget, "Listening on " + address.to_string());
    }
    out->publish();
    return out;
}

NodeNetwork::NodeNetwork(const Environment& environment)
    : role_(environment.is_authority ? network::gossip::Role::kAuthority : network::gossip::Role::kFull),
      services_(environment.services),
      readers_(environment.scheduler, "network-blocks", 1, platform::WorkClass::kDisk,
               [this](std::function<void(Parts)> task) { post(std::move(task)); }),
      provers_(environment.scheduler, "network-proofs", std::max<size_t>(1, environment.scheduler.parallelism() / 2),
               platform::WorkClass::kRpc, [this](std::function<void(Parts)> task) { post(std::move(task)); }) {}

void NodeNetwork::run() {
    SERINUS_ASSERT(!std::exchange(is_running_, true));
    service_->run();
}

void NodeNetwork::post(std::function<void(Parts)> task) {
    if (service_ != nullptr) service_->post(std::move(task));
}

std::vector<std::unique_ptr<network::Module>> NodeNetwork::make_modules(Parts parts) {
    std::vector<std::unique_ptr<network::Module>> out;
    core_ = &parts.core;
    proofs_ = std::make_unique<network::serve::JobQueue>(
        parts.core, provers_, network::serve::JobQueueOptions{.max_running = provers_.size()});
    services::ModuleParts module_parts{.own = parts,
                                       .peers = peers_,
                                       .role = role_,
                                       .reader = readers_,
                                       .provers = *proofs_,
                                       .network = *this,
                                       .modules = out};
    for (const auto& service : services_) service->connect(module_parts);
    counter_ = &module_parts.make<network::ConnectionCounter>();
    parts.core.add_module(*counter_);
    parts.core.add_module(module_parts.make<Publisher>(static_cast<services::ServiceNetwork&>(*this)));
    return out;
}

void NodeNetwork::publish() {
    NetworkState state;
    for (const auto& service : services_) service->publish(state);
    state.connections = counter_->figures();
    state.requests = core_->request_figures();
    is_syncing_ = state.is_syncing;
    peer_count_ = state.peers.size();
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
}

NetworkState NodeNetwork::state() const {
    const std::lock_guard lock(mutex_);
    NetworkState out = state_;
    const auto service = service_->state();
    out.bytes_in = service.bytes_in;
    out.bytes_out = service.bytes_out;
    out.memory_bytes = service.memory_bytes;
    out.known_peers = service.known_peers;
    return out;
}

std::vector<std::string> NodeNetwork::listen_addresses() const {
    std::vector<std::string> out;
    for (const auto& address : service_->listen_addresses()) out.push_back(address.to_string());
    return out;
}

Result<void, std::string> NodeNetwork::add_reserved(const std::string& text) {
    const auto address = Multiaddr::parse(text);
    ENSURE(address, address.error().reason);
    const auto peer = address->peer_id();
    ENSURE(peer, "'" + text + "' does not end in /p2p/ and a peer id");
    {
        const std::lock_guard lock(mutex_);
        reserved_.insert(peer->to_string());
    }
    post([address = *address, peer = *peer](Parts parts) {
        const Millis now = parts.scheduler.now_ms();
        parts.peers.add_named_address(peer, address, now);
        parts.peers.add_reserved(peer, now);
    });
    return {};
}

Result<void, std::string> NodeNetwork::remove_reserved(const std::string& text) {
    const auto peer = PeerId::parse(text);
    ENSURE(peer, "'" + text + "' is no peer id");
    {
        const std::lock_guard lock(mutex_);
        reserved_.erase(text);
    }
    post([peer = *peer](Parts parts) { parts.peers.remove_reserved(peer, parts.scheduler.now_ms()); });
    return {};
}

std::vector<std::string> NodeNetwork::reserved() const {
    const std::lock_guard lock(mutex_);
    return {reserved_.begin(), reserved_.end()};
}

/// The network's thread uses state of the services, so it ends before they do.
void NodeNetwork::stop() {
    if (std::exchange(is_stopped_, true)) return;
    if (service_ != nullptr) service_->stop();
    readers_.close();
    provers_.close();
}

}  // namespace serinus::node

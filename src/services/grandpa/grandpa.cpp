#include "services/grandpa/grandpa.hpp"

#include "platform/log.hpp"
#include "services/grandpa/methods.hpp"
#include "services/grandpa/metrics.hpp"

namespace serinus::services {

namespace grandpa = consensus::grandpa;
using network::Parts;
using network::gossip::GossipPeer;

Grandpa::Grandpa(NodeParts& node, Sync& sync)
    : client_(node.client),
      pool_(node.pool),
      keys_(node.keys),
      scheduler_(node.scheduler),
      is_authority_(node.is_authority),
      runs_(!node.disabled.contains("grandpa")),
      sync_(sync) {
    // A node that does not run it refuses no peer that does.
    protocol_ = node.protocols.add(network::link::NotificationProtocol{
        .names = {node.names.of("grandpa/1"), "/paritytech/grandpa/1"}, .max_message_bytes = size_t{1} << 20});
}

void Grandpa::connect(ModuleParts& parts) {
    network_ = &parts.network;
    gossip_ = &parts.make<network::gossip::GrandpaGossip>(
        parts.core, static_cast<network::gossip::GossipSink&>(*this),
        network::gossip::GrandpaGossipOptions{.protocol = protocol_, .role = parts.role});
    parts.peers.add_listener(*gossip_);
    parts.core.set_notification_module(protocol_, *gossip_);
}

Result<void, std::string> Grandpa::start() {
    if (!runs_) return {};
    grandpa::GrandpaOptions options;
    options.scheduler = &scheduler_;
    options.submit_transaction = [this](const primitives::Extrinsic& extrinsic) {
        return static_cast<bool>(pool_.submit(extrinsic, pool::TransactionSource::kLocal));
    };
    options.is_authority = is_authority_;
    options.vote_limit = vote_limit_;
    if (network_ != nullptr) connect_gadget(options);
    if (configure_) configure_(options);
    auto started = grandpa::start(client_, keys_, std::move(options));
    if (!started) return Err("the finality gadget: " + started.error().reason);
    gadget_ = *std::move(started);
    return {};
}

void Grandpa::connect_gadget(grandpa::GrandpaOptions& options) {
    options.send = [this](const grandpa::OutgoingMessage& message) {
        network_->post([this, copy = network::gossip::GrandpaGossip::message_of(message)](Parts parts) {
            gossip_->send(copy, parts.scheduler.now_ms());
        });
    };
    options.report_verdict = [this](GossipPeer peer, grandpa::MessageVerdict verdict) {
        if (is_fault(verdict)) {
            log::debug("grandpa", [&] { return std::string("A message of a peer is bad: ") + to_string(verdict); });
        }
        auto due = reports_.add(peer, network::gossip::report_of(verdict), scheduler_.now_ms());
        if (due.empty()) return;
        network_->post([this, due = std::move(due)](Parts parts) {
            for (const auto& [from, report] : due) gossip_->report(from, report, parts.scheduler.now_ms());
        });
    };
    options.on_room = [this](GossipPeer peer) { network_->post([this, peer](Parts) { gossip_->on_room(peer); }); };
    options.request_block = [this](const chain::BlockId& block, const std::vector<GossipPeer>& peers) {
        network_->post([this, block, peers](Parts parts) {
            sync_.core().request_block(block, gossip_->peers_of(peers), parts.scheduler.now_ms());
        });
    };
}

void Grandpa::add_methods(rpc::Registry& registry) {
    if (gadget_ != nullptr) add_grandpa_methods(registry, client_.spec(), scheduler_, *gadget_);
}

void Grandpa::write_metrics(MetricsText& out) const {
    if (gadget_ == nullptr) return;
    if (const auto state = gadget_->state()) write_grandpa_metrics(out, *state);
}

void Grandpa::stop() {
    if (gadget_ != nullptr) gadget_->stop();
}

void Grandpa::peer_joined(GossipPeer peer) {
    if (gadget_ != nullptr) gadget_->peer_joined(peer);
}

void Grandpa::on_disconnected(GossipPeer peer) {
    if (gadget_ != nullptr) gadget_->on_disconnected(peer);
}

platform::Admission Grandpa::receive(GossipPeer peer, Bytes message) {
    return gadget_ == nullptr ? platform::Admission::kTaken : gadget_->receive(peer, std::move(message));
}

Grandpa& add_grandpa(NodeParts& node, Sync& sync) { return node.add<Grandpa>(node, sync); }

}  // namespace serinus::services

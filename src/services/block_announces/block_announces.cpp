#include "services/block_announces/block_announces.hpp"

#include "services/metrics_text.hpp"

namespace serinus::services {

using network::Parts;
using network::gossip::Role;

namespace {

std::string role_name(Role role) {
    switch (role) {
        case Role::kFull:
            return "FULL";
        case Role::kLight:
            return "LIGHT";
        case Role::kAuthority:
            return "AUTHORITY";
    }
    return "";
}

}  // namespace

BlockAnnounces::BlockAnnounces(NodeParts& node, Sync& sync)
    : client_(node.client),
      scheduler_(node.scheduler),
      sync_(sync),
      in_light_peers_(node.network != nullptr ? node.network->in_light_peers : 0),
      protocol_(node.protocols.add(network::link::NotificationProtocol{
          .names = node.names.with_legacy("block-announces/1"), .max_message_bytes = size_t{1} << 20})) {}

void BlockAnnounces::connect(ModuleParts& parts) {
    network_ = &parts.network;
    check_lane_ = scheduler_.make_lane({.name = "announced", .max_waiting = 64, .runs_on = platform::WorkClass::kCpu});
    announces_ = &parts.make<network::gossip::Announces>(
        parts.core, parts.own.peers, sync_.core(), static_cast<network::sync::SyncChain&>(sync_.chain()),
        network::gossip::AnnouncesOptions{.protocol = protocol_,
                                          .role = parts.role,
                                          .genesis = client_.genesis().hash,
                                          .in_light_peers = in_light_peers_});
    announces_->set_checker(*this);
    if (const auto best = client_.find_header(client_.best().hash); best && *best != nullptr) {
        announces_->set_best(**best, client_.best().hash);
    }
    announces_->add_listener(parts.peers);
    parts.core.add_module(*announces_);
}

Result<void, std::string> BlockAnnounces::start() {
    if (network_ == nullptr) return {};
    client_.add_listener(this);
    is_listening_ = true;
    return {};
}

void BlockAnnounces::publish(NetworkState& state) {
    for (const auto& peer : announces_->peers()) {
        state.peers.push_back({peer.peer.to_string(), role_name(peer.role), peer.best});
    }
    peer_count_ = state.peers.size();
}

/// Observed: polkadot-stable2407, client/network/sync/src/engine.rs. A node without a network has it too.
void BlockAnnounces::write_metrics(MetricsText& out) const {
    out.gauge("substrate_sync_peers", "Number of peers we sync with", static_cast<double>(peer_count_.load()));
}

void BlockAnnounces::stop() {
    if (std::exchange(is_listening_, false)) client_.remove_listener(this);
    if (check_lane_ != nullptr) check_lane_->close();
}

void BlockAnnounces::on_imported(const chain::ImportedBlock& block) {
    network_->post([this, header = block.header, hash = block.id.hash, is_best = block.is_new_best](Parts own) {
        announces_->on_imported(*header, hash, is_best, own.scheduler.now_ms());
    });
}

bool BlockAnnounces::check(const primitives::Header& header, const Hash256& hash) {
    return check_lane_->post([this, header, hash] {
        network_->post([this, hash, verdict = sync_.chain().judge(header, hash)](Parts own) {
            announces_->on_checked(hash, verdict, own.scheduler.now_ms());
        });
    });
}

void add_block_announces(NodeParts& node, Sync& sync) { node.add<BlockAnnounces>(node, sync); }

}  // namespace serinus::services

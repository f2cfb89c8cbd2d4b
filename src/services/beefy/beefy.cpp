#include "services/beefy/beefy.hpp"

#include "services/beefy/methods.hpp"
#include "services/beefy/metrics.hpp"

namespace serinus::services {
namespace {

namespace beefy = consensus::beefy;
using network::Parts;

/// Not on a fork, whose blocks have other authorities than the chain that it began with. Observed: polkadot-sdk v1.1.0
/// has BEEFY on all chains but Polkadot.
bool runs_beefy(const NodeParts& node) {
    const std::string& id = node.client.spec().id;
    return !node.disabled.contains("beefy") && !node.is_fork && !id.starts_with("polkadot") && !id.starts_with("dot");
}

}  // namespace

Beefy::Beefy(NodeParts& node)
    : client_(node.client),
      pool_(node.pool),
      keys_(node.keys),
      scheduler_(node.scheduler),
      is_authority_(node.is_authority),
      runs_(runs_beefy(node)) {
    if (!runs_) return;
    // Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, communication
    constexpr size_t kMiB = size_t{1} << 20;
    proofs_protocol_ =
        node.protocols.add(network::link::RequestProtocol{.names = {node.names.of("beefy/justifications/1")},
                                                          .max_request_bytes = 32,
                                                          .max_response_bytes = kMiB,
                                                          .timeout_ms = 3'000,
                                                          .max_inbound = 10});
    votes_protocol_ = node.protocols.add(
        network::link::NotificationProtocol{.names = {node.names.of("beefy/2")}, .max_message_bytes = kMiB});
}

void Beefy::connect(ModuleParts& parts) {
    if (!runs_) return;
    network_ = &parts.network;
    network::Core& core = parts.core;
    gossip_ = &parts.make<network::gossip::BeefyGossip>(
        core, static_cast<network::gossip::GossipSink&>(*this),
        network::gossip::BeefyGossipOptions{.protocol = votes_protocol_, .role = parts.role});
    proofs_ = &parts.make<network::sync::BeefyProofs>(core, static_cast<network::sync::BeefyProofSink&>(*this),
                                                      network::sync::BeefyProofOptions{.protocol = proofs_protocol_});
    server_ = &parts.make<network::serve::BeefyServer>(core, static_cast<network::serve::BeefyProofSource&>(*this),
                                                       parts.reader);
    gossip_->set_listener(*proofs_);
    parts.peers.add_listener(*gossip_);
    core.set_notification_module(votes_protocol_, *gossip_);
    core.set_request_module(proofs_protocol_, *server_);
    core.add_module(*proofs_);
}

Result<void, std::string> Beefy::start() {
    if (!runs_) return {};
    beefy::BeefyOptions options;
    options.scheduler = &scheduler_;
    options.submit_transaction = [this](const primitives::Extrinsic& extrinsic) {
        return static_cast<bool>(pool_.submit(extrinsic, pool::TransactionSource::kLocal));
    };
    options.is_authority = is_authority_;
    if (network_ != nullptr) connect_gadget(options);
    gadget_ = beefy::start(client_, keys_, std::move(options));
    return {};
}

void Beefy::connect_gadget(beefy::BeefyOptions& options) {
    options.is_syncing = [this] { return network_->is_syncing(); };
    options.send = [this](const beefy::OutgoingMessage& message) {
        network_->post([this, message](Parts) { gossip_->send(message); });
    };
    options.filter_changed = [this](const beefy::GossipFilter& filter) {
        network_->post([this, filter](Parts) { gossip_->set_filter(filter); });
    };
    options.report_verdict = [this](beefy::GossipPeer peer, beefy::MessageVerdict verdict) {
        auto due = reports_.add(peer, network::gossip::report_of(verdict), scheduler_.now_ms());
        if (due.empty()) return;
        network_->post([this, due = std::move(due)](Parts parts) {
            for (const auto& [from, report] : due) gossip_->report(from, report, parts.scheduler.now_ms());
        });
    };
    options.on_room = [this](beefy::GossipPeer peer) {
        network_->post([this, peer](Parts) { gossip_->on_room(peer); });
    };
    options.request_proof = [this](primitives::BlockNumber block) {
        network_->post([this, block](Parts parts) { proofs_->want(block, parts.scheduler.now_ms()); });
    };
    options.proven = [this](primitives::BlockNumber block) {
        network_->post([this, block](Parts parts) { proofs_->on_proven(block, parts.scheduler.now_ms()); });
    };
    options.report_answer_verdict = [this](primitives::BlockNumber block, beefy::AnswerVerdict verdict) {
        network_->post(
            [this, block, verdict](Parts parts) { proofs_->on_verdict(block, verdict, parts.scheduler.now_ms()); });
    };
}

void Beefy::add_methods(rpc::Registry& registry) { add_beefy_methods(registry, client_, scheduler_, gadget_.get()); }

void Beefy::publish(NetworkState&) {
    if (server_ == nullptr) return;
    const std::lock_guard lock(mutex_);
    counts_ = {.answers = server_->figures(), .requests = proofs_->figures()};
}

void Beefy::write_metrics(MetricsText& out) const {
    if (gadget_ == nullptr) return;
    const std::lock_guard lock(mutex_);
    write_beefy_metrics(out, gadget_->figures(), counts_.answers, counts_.requests);
}

void Beefy::stop() {
    if (gadget_ != nullptr) gadget_->stop();
}

platform::Admission Beefy::receive(network::gossip::GossipPeer peer, Bytes message) {
    return gadget_ == nullptr ? platform::Admission::kTaken : gadget_->receive(peer, std::move(message));
}

void Beefy::on_disconnected(network::gossip::GossipPeer peer) {
    if (gadget_ != nullptr) gadget_->on_disconnected(peer);
}

void Beefy::receive_beefy_answer(primitives::BlockNumber block, Bytes proof) {
    if (gadget_ != nullptr) gadget_->receive_answer(block, std::move(proof));
}

std::optional<Bytes> Beefy::find_beefy_proof(primitives::BlockNumber block) {
    if (block > client_.finalized().number) return std::nullopt;
    const auto hash = client_.find_hash(block);
    if (!hash || !*hash) return std::nullopt;
    const auto all = client_.find_justifications(**hash);
    if (!all || !*all) return std::nullopt;
    for (const auto& one : **all) {
        if (one.engine == primitives::kBeefyEngine) return one.data;
    }
    return std::nullopt;
}

void add_beefy(NodeParts& node) { node.add<Beefy>(node); }

}  // namespace serinus::services

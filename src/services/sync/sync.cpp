#include "services/sync/sync.hpp"

#include "services/metrics_text.hpp"

namespace serinus::services {

using network::Millis;
using network::Parts;
using network::PeerId;

namespace {

network::sync::SyncOptions options_of(const NetworkOptions* network) {
    network::sync::SyncOptions out;
    if (network == nullptr) return out;
    out.max_blocks_per_request = network->max_blocks_per_request;
    out.max_parallel_downloads = network->max_parallel_downloads;
    return out;
}

}  // namespace

Sync::Sync(NodeParts& node)
    : client_(node.client),
      scheduler_(node.scheduler),
      blocks_pruning_(node.blocks_pruning),
      options_(options_of(node.network)),
      protocol_(node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("sync/2"),
                                                                  .max_request_bytes = size_t{1} << 20,
                                                                  .max_response_bytes = size_t{16} << 20,
                                                                  .timeout_ms = 20'000,
                                                                  .max_inbound = 256,
                                                                  .max_inbound_per_peer = 8})) {}

void Sync::connect(ModuleParts& parts) {
    network_ = &parts.network;
    // One at a time is asked for (sync/justifications). Not among the proofs for others, which give way to RPC.
    justification_lane_ = scheduler_.make_lane(
        {.name = "network-justifications", .max_waiting = 16, .runs_on = platform::WorkClass::kConsensus});
    chain_ = std::make_unique<ClientChain>(
        client_, scheduler_,
        [this](const chain::BlockId& block, const Hash256& parent, network::sync::ImportResult result) {
            network_->post([this, block, parent, result](Parts own) {
                sync_->on_imported(block, parent, result, own.scheduler.now_ms());
                network_->publish();
            });
        });
    chain_->set_on_needed([this](const chain::BlockId& block) {
        network_->post([this, block](Parts own) { justifications_->on_needed(block, own.scheduler.now_ms()); });
    });
    stored_history_ = std::make_unique<StoredHistory>(client_, scheduler_, blocks_pruning_, [this](bool is_good) {
        network_->post([this, is_good](Parts own) { history_->on_stored(is_good, own.scheduler.now_ms()); });
    });

    network::Core& core = parts.core;
    sync_ =
        &parts.make<network::sync::Sync>(core, protocol_, static_cast<network::sync::SyncChain&>(*chain_), options_);
    auto& server = parts.make<network::serve::BlockServer>(
        core, static_cast<network::serve::BlockSource&>(*chain_), parts.reader,
        network::serve::BlockServerOptions{.jobs = {.max_running = 1, .max_waiting = 256}});
    history_ = &parts.make<network::sync::History>(core, static_cast<network::sync::HistoryChain&>(*stored_history_),
                                                   network::sync::HistoryOptions{.protocol = protocol_});
    justifications_ =
        &parts.make<network::sync::Justifications>(core, static_cast<network::sync::JustificationChain&>(*this),
                                                   network::sync::JustificationOptions{.protocol = protocol_});
    core.add_module(*sync_);
    core.set_request_module(protocol_, server);
    core.add_module(*history_);
    core.add_module(*justifications_);
    parts.peers.add_listener(*this);
}

void Sync::release(Millis now) {
    sync_->release(now);
    history_->start(now);
    network_->publish();
}

void Sync::publish(NetworkState& state) {
    state.is_syncing = sync_->is_syncing();
    state.target = sync_->target();
    state.queued_blocks = chain_->queued_blocks();
    state.history = history_->fetching();
    const std::lock_guard lock(mutex_);
    counts_ = {.queued_blocks = state.queued_blocks,
               .fork_targets = sync_->branch_count(),
               .justifications = justifications_->figures()};
}

/// Observed: polkadot-stable2407, client/network/sync/src/engine.rs. A node without a network has them too.
void Sync::write_metrics(MetricsText& out) const {
    const std::lock_guard lock(mutex_);
    const auto [queued_blocks, fork_targets, justifications] = counts_;
    const auto as_double = [](size_t value) { return static_cast<double>(value); };
    out.gauge("substrate_sync_queued_blocks", "Number of blocks in import queue", as_double(queued_blocks));
    out.gauge("substrate_sync_fork_targets", "Number of fork sync targets", as_double(fork_targets));
    out.metric("substrate_sync_extra_justifications", "gauge", "Number of extra justifications requests");
    out.sample(as_double(justifications.pending), {{"status", "pending"}});
    out.sample(as_double(justifications.active), {{"status", "active"}});
    out.sample(as_double(justifications.failed), {{"status", "failed"}});
    out.sample(as_double(justifications.importing), {{"status", "importing"}});
}

void Sync::stop() {
    if (chain_ == nullptr) return;
    chain_->stop();
    justification_lane_->close();
    stored_history_->close();
}

void Sync::on_sync_peer(const PeerId& peer, network::gossip::Role role, Millis now) {
    if (role == network::gossip::Role::kLight) return;
    history_->add_peer(peer, now);
    justifications_->add_peer(peer, now);
}

void Sync::on_sync_peer_gone(const PeerId& peer, Millis now) {
    history_->remove_peer(peer, now);
    justifications_->remove_peer(peer, now);
}

void Sync::import_justifications(const chain::BlockId& block, primitives::Justifications all) {
    const bool is_posted = justification_lane_->post([this, block, all = std::move(all)]() mutable {
        bool is_bad = true;  // without one of the gadget they are of no use, and were not asked for
        for (auto& one : all) {
            if (one.engine != primitives::kGrandpaEngine) continue;
            const auto done = client_.import_justification(block.hash, std::move(one));
            using Kind = chain::JustificationOutcome::Kind;
            is_bad = done && done->kind == Kind::kRefused && chain::proves_misbehaviour(done->refusal->reason);
        }
        judge_justifications(block, is_bad);
    });
    if (!is_posted) judge_justifications(block, false);
}

void Sync::judge_justifications(const chain::BlockId& block, bool is_bad) {
    network_->post(
        [this, block, is_bad](Parts own) { justifications_->on_verdict(block, is_bad, own.scheduler.now_ms()); });
}

Sync& add_sync(NodeParts& node) { return node.add<Sync>(node); }

}  // namespace serinus::services

#include "services/transactions/transactions.hpp"

namespace serinus::services {

Transactions::Transactions(NodeParts& node)
    : pool_(node.pool),
      protocol_(node.protocols.add(network::link::NotificationProtocol{
          .names = node.names.with_legacy("transactions/1"), .max_message_bytes = size_t{16} << 20})) {
    door_->service = this;
}

void Transactions::connect(ModuleParts& parts) {
    network_ = &parts.network;
    gossip_ = &parts.make<network::gossip::Transactions>(
        parts.core, static_cast<network::gossip::TransactionSink&>(*this),
        [network = network_] { return network->is_syncing(); },
        network::gossip::TransactionsOptions{.protocol = protocol_, .role = parts.role});
    parts.peers.add_listener(*gossip_);
    parts.core.set_notification_module(protocol_, *gossip_);
}

Result<void, std::string> Transactions::start() {
    if (network_ == nullptr) return {};
    ready_id_ = pool_.on_ready([this](const Hash256& hash) {
        network_->post([this, hash](network::Parts parts) { gossip_->on_ready(hash, parts.scheduler.now_ms()); });
    });
    return {};
}

void Transactions::stop() {
    if (ready_id_) pool_.remove_on_ready(*std::exchange(ready_id_, std::nullopt));
    const std::lock_guard lock(door_->mutex);
    door_->service = nullptr;
}

void Transactions::submit(const network::PeerId& from, primitives::Extrinsic extrinsic) {
    std::vector<primitives::Extrinsic> batch;
    batch.push_back(std::move(extrinsic));
    using Verdict = pool::SubmissionVerdict;
    const bool is_taken = pool_.submit_batch(std::move(batch), pool::TransactionSource::kExternal,
                                             [from, door = door_](const std::vector<Verdict>& verdicts) {
                                                 const Verdict& one = verdicts.front();
                                                 const bool is_bad = one.kind == Verdict::Kind::kInvalid &&
                                                                     one.error.kind == pool::PoolError::Kind::kInvalid;
                                                 const std::lock_guard lock(door->mutex);
                                                 if (door->service != nullptr) door->service->on_verdict(from, is_bad);
                                             });
    // Too many wait: it is dropped, as others have it, and does not count as one that waits.
    if (!is_taken) on_verdict(from, false);
}

void Transactions::on_verdict(const network::PeerId& from, bool is_bad) {
    network_->post(
        [this, from, is_bad](network::Parts parts) { gossip_->on_verdict(from, is_bad, parts.scheduler.now_ms()); });
}

void add_transactions(NodeParts& node) { node.add<Transactions>(node); }

}  // namespace serinus::services

#include "services/transactions/transactions.hpp"

namespace serinus::services {

using Verdict = network::gossip::TransactionVerdict;

namespace {

Verdict judge(const pool::SubmissionVerdict& one) {
    using Kind = pool::SubmissionVerdict::Kind;
    if (one.kind == Kind::kNew) return Verdict::kNew;
    if (one.kind == Kind::kKnown) return Verdict::kKnown;
    const bool is_bad = one.kind == Kind::kInvalid && one.error.kind == pool::PoolError::Kind::kInvalid;
    return is_bad ? Verdict::kBad : Verdict::kNone;
}

}  // namespace

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

std::vector<Hash256> Transactions::ready() {
    std::vector<Hash256> out;
    for (const auto& one : pool_.ready()) {
        if (one.propagate) out.push_back(one.hash);
    }
    return out;
}

void Transactions::submit(std::vector<network::gossip::Submissions::Submission> batch) {
    Verdicts verdicts;
    std::vector<primitives::Extrinsic> extrinsics;
    verdicts.reserve(batch.size());
    extrinsics.reserve(batch.size());
    for (auto& one : batch) {
        verdicts.emplace_back(std::move(one.from), Verdict::kNone);
        extrinsics.push_back(std::move(one.extrinsic));
    }
    const bool is_taken =
        pool_.submit_batch(std::move(extrinsics), pool::TransactionSource::kExternal,
                           [verdicts, door = door_](const std::vector<pool::SubmissionVerdict>& of_pool) mutable {
                               for (size_t i = 0; i < verdicts.size(); ++i) verdicts[i].second = judge(of_pool[i]);
                               const std::lock_guard lock(door->mutex);
                               if (door->service != nullptr) door->service->on_verdicts(std::move(verdicts));
                           });
    // They are dropped, as others have them.
    if (!is_taken) on_verdicts(std::move(verdicts));
}

void Transactions::on_verdicts(Verdicts verdicts) {
    network_->post([this, verdicts = std::move(verdicts)](network::Parts parts) {
        gossip_->on_verdicts(verdicts, parts.scheduler.now_ms());
    });
}

void add_transactions(NodeParts& node) { node.add<Transactions>(node); }

}  // namespace serinus::services

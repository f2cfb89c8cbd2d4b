#include "rpc/methods/broadcasts.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "rpc/methods/access.hpp"

namespace serinus::rpc {
namespace {

constexpr size_t kMaxOfConnection = 16;  ///< Observed: that of polkadot 1.25.1; the specification asks for 4

/// Observed: errors of the pool after which polkadot 1.25.1 tries again.
bool may_be_taken_later(const pool::PoolError& error) {
    using Kind = pool::PoolError::Kind;
    return error.kind == Kind::kTemporarilyBanned || error.kind == Kind::kImmediatelyDropped ||
           error.kind == Kind::kRejectedFutureTransaction;
}
/// Likewise, of what became of it in the pool.
bool may_come_back(const pool::TransactionStatus& status) {
    using Kind = pool::TransactionStatus::Kind;
    return status.kind == Kind::kInvalid || status.kind == Kind::kDropped || status.kind == Kind::kFinalityTimeout;
}

}  // namespace

Broadcasts::Broadcasts(Services& services)
    : services_(services),
      lane_(services.scheduler.make_lane({.name = "rpc-broadcasts", .runs_on = platform::WorkClass::kGuest})) {}

Broadcasts::~Broadcasts() { services_.client.remove_listener(this); }

std::optional<std::string> Broadcasts::begin(const std::shared_ptr<Connection>& connection, BytesView transaction) {
    auto extrinsic = decode_extrinsic(transaction);
    const std::string id = to_hex(services_.scheduler.random_array<8>());
    bool is_new = false;
    {
        const std::lock_guard lock(mutex_);
        const auto of_connection = std::count_if(
            all_.begin(), all_.end(), [&](const auto& entry) { return entry.second.connection == connection->id(); });
        if (static_cast<size_t>(of_connection) >= kMaxOfConnection) return std::nullopt;
        Broadcast broadcast;
        broadcast.connection = connection->id();
        if (extrinsic) {
            if (!broadcast.charge.take(services_.memory, MemoryOwner::kBroadcasts, extrinsic->size())) {
                return std::nullopt;
            }
            broadcast.extrinsic = *std::move(extrinsic);
        }
        is_new = connections_.insert(connection->id()).second;
        all_.emplace(id, std::move(broadcast));
    }
    // Not at the next block as in the reference: with blocks on demand there might be none.
    submit(id);
    if (is_new) {
        connection->on_close([weak = weak_from_this(), closed = connection->id()] {
            if (const auto kept = weak.lock()) kept->end_all_of(closed);
        });
    }
    return id;
}

void Broadcasts::submit(const std::string& id) {
    primitives::Extrinsic extrinsic;
    {
        const std::lock_guard lock(mutex_);
        const auto found = all_.find(id);
        if (found == all_.end() || !found->second.extrinsic) return;
        extrinsic = *found->second.extrinsic;
    }
    uint64_t watch = 0;
    const auto submitted = services_.pool.submit_and_watch(
        std::move(extrinsic), pool::TransactionSource::kExternal,
        [weak = weak_from_this(), id](const pool::TransactionStatus& status) {
            if (const auto kept = weak.lock()) kept->on_status(id, status);
        },
        watch);
    std::unique_lock lock(mutex_);
    const auto found = all_.find(id);
    if (found == all_.end()) {  // stopped meanwhile
        lock.unlock();
        if (submitted) services_.pool.unwatch(watch);
        return;
    }
    if (!submitted) return wait_or_forget(found->second, may_be_taken_later(submitted.error()));
    // Its end may have come before this.
    if (found->second.extrinsic && !found->second.is_waiting) found->second.watch = watch;
}

void Broadcasts::wait_or_forget(Broadcast& broadcast, bool may_be_taken_later) {
    if (!may_be_taken_later) return broadcast.forget_extrinsic();
    if (!std::exchange(broadcast.is_waiting, true)) ++waiting_;
}

void Broadcasts::on_status(const std::string& id, const pool::TransactionStatus& status) {
    if (!status.is_final()) return;
    const std::lock_guard lock(mutex_);
    const auto found = all_.find(id);
    if (found == all_.end()) return;
    found->second.watch.reset();
    wait_or_forget(found->second, may_come_back(status));
}

void Broadcasts::on_imported(const chain::ImportedBlock& block) {
    if (block.is_new_best) post_submit_waiting();
}

void Broadcasts::on_best_changed(const chain::BestChanged&) { post_submit_waiting(); }

void Broadcasts::post_submit_waiting() {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_ == 0) return;
    }
    (void)lane_->post([weak = weak_from_this()] {
        if (const auto kept = weak.lock()) kept->submit_waiting();
    });
}

void Broadcasts::submit_waiting() {
    std::vector<std::string> ids;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [id, broadcast] : all_) {
            if (!std::exchange(broadcast.is_waiting, false)) continue;
            ids.push_back(id);
        }
        waiting_ = 0;
    }
    for (const std::string& id : ids) submit(id);
}

bool Broadcasts::stop(const Connection& connection, const std::string& id) {
    std::optional<Broadcast> stopped;
    {
        const std::lock_guard lock(mutex_);
        const auto found = all_.find(id);
        if (found == all_.end() || found->second.connection != connection.id()) return false;
        if (found->second.is_waiting) --waiting_;
        stopped = std::move(found->second);
        all_.erase(found);
    }
    stopped->charge = {};
    if (stopped->watch) services_.pool.unwatch(*stopped->watch);
    if (stopped->watch && stopped->extrinsic) {
        services_.pool.remove({pool::TransactionPool::hash_of(*stopped->extrinsic)}, "its broadcast was stopped");
    }
    return true;
}

/// The transactions stay in the pool: who sent them may only have lost the connection.
void Broadcasts::end_all_of(uint64_t connection) {
    std::vector<uint64_t> watches;
    {
        const std::lock_guard lock(mutex_);
        connections_.erase(connection);
        std::erase_if(all_, [&](const auto& entry) {
            if (entry.second.connection != connection) return false;
            if (entry.second.is_waiting) --waiting_;
            if (entry.second.watch) watches.push_back(*entry.second.watch);
            return true;
        });
    }
    for (const uint64_t watch : watches) services_.pool.unwatch(watch);
}

}  // namespace serinus::rpc

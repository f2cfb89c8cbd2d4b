#include "pool/tracker.hpp"

#include "base/assert.hpp"
#include "base/hex.hpp"

namespace serinus::pool {
namespace {

using Kind = TransactionStatus::Kind;

TransactionStatus dropped(std::string reason) { return {.kind = Kind::kDropped, .reason = std::move(reason)}; }
TransactionStatus invalid_because(std::string reason) { return {.kind = Kind::kInvalid, .reason = std::move(reason)}; }

size_t size_of(const std::vector<Tag>& tags) {
    size_t bytes = 0;
    for (const Tag& tag : tags) bytes += tag.size() + sizeof(Tag);
    return bytes;
}

}  // namespace

TransactionTracker::TransactionTracker(const PoolOptions& options)
    : options_(options), bans_(options.ban_ms, 2 * (options.ready_count + options.future_count)) {}

void TransactionTracker::report(const Hash256& hash, Tracked& tracked, TransactionStatus status, Events& events) {
    tracked.reported = status.kind;
    events.push_back({hash, std::move(status)});
}

void TransactionTracker::end(const Hash256& hash, TransactionStatus status, Events& events) {
    SERINUS_ASSERT(status.is_final());
    if (tracked_.erase(hash) == 0) return;
    events.push_back({hash, std::move(status)});
}

void TransactionTracker::note(const Insertion& insertion, Touched& touched, Events& events) {
    for (const auto& one : insertion.promoted) touched.push_back(one->hash);
    for (const auto& [one, by] : insertion.usurped) end(one->hash, {.kind = Kind::kUsurped, .usurper = by}, events);
    for (const auto& one : insertion.cyclic) end(one->hash, dropped("it would replace what it needs"), events);
}

// Reports the queue of each transaction if it has changed since the last report.
void TransactionTracker::report_places(const Touched& touched, Events& events) {
    for (const Hash256& hash : touched) {
        const auto found = tracked_.find(hash);
        if (found == tracked_.end() || found->second.place != Place::kQueued) continue;
        const Kind kind = graph_.place_of(hash) == Graph::Place::kReady ? Kind::kReady : Kind::kFuture;
        if (found->second.reported != kind) report(hash, found->second, {.kind = kind}, events);
    }
}

std::optional<PoolError> TransactionTracker::check_known(const Hash256& hash, TransactionSource source,
                                                         uint64_t now_ms) const {
    if (source != TransactionSource::kLocal && bans_.is_banned(hash, now_ms)) {
        return PoolError{.kind = PoolError::Kind::kTemporarilyBanned,
                         .reason = "it was removed or included a short while ago"};
    }
    if (tracked_.contains(hash)) {
        return PoolError{
            .kind = PoolError::Kind::kAlreadyImported, .hash = hash, .reason = "it is in the pool already"};
    }
    return std::nullopt;
}

Result<void, PoolError> TransactionTracker::insert(Transaction transaction, uint64_t now_ms, Events& events) {
    const Hash256 hash = transaction.hash;
    if (auto known = check_known(hash, transaction.source, now_ms)) return *std::move(known);
    ENSURE(!transaction.provides_tags.empty(),
           PoolError{.kind = PoolError::Kind::kNoTags,
                     .reason = "it provides no tag by which the pool could tell it from others"});
    ENSURE(transaction.propagate || options_.authors,
           PoolError{.kind = PoolError::Kind::kUnactionable,
                     .reason = "it must not be propagated, and this node does not author blocks"});
    transaction.epoch = epoch_;
    TRY_ASSIGN(const Insertion insertion, graph_.insert(std::move(transaction), options_.reject_future));
    tracked_.emplace(hash, Tracked{});
    Events made;
    Touched touched = {hash};
    note(insertion, touched, made);
    report_places(touched, made);
    enforce_limits(now_ms, made);
    const bool stays = tracked_.contains(hash);
    for (Event& event : made) {
        // The submitter gets the error instead.
        if (stays || event.hash != hash) events.push_back(std::move(event));
    }
    ENSURE(stays, PoolError{.kind = PoolError::Kind::kImmediatelyDropped,
                            .reason = "the pool is full of transactions that come before it"});
    return {};
}

void TransactionTracker::enforce_limits(uint64_t now_ms, Events& events) {
    for (const auto& one : graph_.enforce_limits(options_)) {
        bans_.ban(one->hash, now_ms);
        end(one->hash, dropped("the pool is full of transactions that come before it"), events);
    }
}

std::vector<Hash256> TransactionTracker::remove_subtree(const Hash256& hash, const std::string& reason,
                                                        Events& events) {
    std::vector<Hash256> out;
    for (const auto& one : graph_.remove_subtree(hash)) {
        out.push_back(one->hash);
        const bool is_root = one->hash == hash;
        end(one->hash,
            invalid_because(is_root ? reason
                                    : "it needs " + to_hex_prefixed(hash.bytes) + ", which is gone: " + reason),
            events);
    }
    return out;
}

std::vector<Hash256> TransactionTracker::remove(const std::vector<Hash256>& hashes, const std::string& reason,
                                                uint64_t now_ms, Events& events) {
    std::vector<Hash256> out;
    for (const Hash256& hash : hashes) {
        bans_.ban(hash, now_ms);
        const auto gone = remove_subtree(hash, reason, events);
        out.insert(out.end(), gone.begin(), gone.end());
    }
    return out;
}

void TransactionTracker::start_returning(const TransactionPtr& transaction) {
    Tracked& tracked = tracked_.at(transaction->hash);
    tracked.place = Place::kReturning;
    tracked.transaction = transaction;
    returning_.push_back(transaction->hash);
}

void TransactionTracker::retract(const Hash256& block, Events& events) {
    is_moving_ = true;
    const auto record =
        std::find_if(records_.begin(), records_.end(), [&](const Record& one) { return one.id.hash == block; });
    if (record == records_.end()) return;
    for (const Hash256& hash : record->transactions) {
        Tracked& tracked = tracked_.at(hash);
        tracked.place = Place::kReturning;
        returning_.push_back(hash);
        report(hash, tracked, {.kind = Kind::kRetracted, .block = block}, events);
    }
    const Retraction moved = graph_.unprovide(record->tags);
    for (const auto& one : moved.demoted) touched_.push_back(one->hash);
    note(moved.others, touched_, events);
    record_transactions_ -= record->transactions.size();
    record_bytes_ -= record->bytes;
    records_.erase(record);
}

void TransactionTracker::enact(const EnactedBlock& block, uint64_t now_ms, Events& events) {
    is_moving_ = true;
    Record record{.id = block.id, .tags = block.foreign_tags};
    std::vector<std::pair<Hash256, uint32_t>> ours;
    for (uint32_t index = 0; index < block.extrinsics.size(); ++index) {
        const Hash256& hash = block.extrinsics[index];
        bans_.ban(hash, now_ms);
        const auto found = tracked_.find(hash);
        if (found == tracked_.end() || found->second.place == Place::kInBlock) continue;
        Tracked& tracked = found->second;
        if (tracked.place == Place::kQueued) tracked.transaction = graph_.find(hash);
        tracked.place = Place::kInBlock;
        tracked.block = block.id.hash;
        tracked.index = index;
        record.transactions.push_back(hash);
        if (!tracked.transaction) continue;
        const auto& tags = tracked.transaction->provides_tags;
        record.tags.insert(record.tags.end(), tags.begin(), tags.end());
        record.bytes += tracked.transaction->bytes;
    }
    record.bytes += size_of(record.tags);
    const Pruning pruning = graph_.prune(record.tags);
    for (const auto& one : pruning.removed) {
        if (tracked_.at(one->hash).place == Place::kQueued) start_returning(one);
    }
    note(pruning.others, touched_, events);
    for (const Hash256& hash : record.transactions) {
        Tracked& tracked = tracked_.at(hash);
        report(hash, tracked, {.kind = Kind::kInBlock, .block = block.id.hash, .index = tracked.index}, events);
    }
    record_transactions_ += record.transactions.size();
    record_bytes_ += record.bytes;
    records_.push_back(std::move(record));
    while (records_.size() > kMaxBlocksToFinality || record_transactions_ > kMaxTransactionsToFinality) {
        forget_oldest_record(events);
    }
    lighten_records();
}

void TransactionTracker::forget_oldest_record(Events& events) {
    const Record record = std::move(records_.front());
    records_.pop_front();
    record_transactions_ -= record.transactions.size();
    record_bytes_ -= record.bytes;
    for (const Hash256& hash : record.transactions) {
        end(hash, {.kind = Kind::kFinalityTimeout, .block = record.id.hash}, events);
    }
}

// What is dropped here is read from the block again if that is retracted.
void TransactionTracker::lighten_records() {
    for (Record& record : records_) {
        if (record_bytes_ <= kMaxBytesToFinality) return;
        for (const Hash256& hash : record.transactions) tracked_.at(hash).transaction = nullptr;
        record_bytes_ -= record.bytes;
        record.bytes = 0;
        record.tags = {};
    }
}

std::vector<TransactionPtr> TransactionTracker::returning() const {
    std::vector<TransactionPtr> out;
    for (const Hash256& hash : returning_) {
        const auto found = tracked_.find(hash);
        if (found == tracked_.end() || found->second.place != Place::kReturning) continue;
        if (found->second.transaction) out.push_back(found->second.transaction);
    }
    return out;
}

bool TransactionTracker::is_returning(const Hash256& hash) const {
    const auto found = tracked_.find(hash);
    return found != tracked_.end() && found->second.place == Place::kReturning;
}

void TransactionTracker::restore(Transaction transaction, Events& events) {
    const Hash256 hash = transaction.hash;
    const auto found = tracked_.find(hash);
    const bool is_new = found == tracked_.end();
    if (!is_new && found->second.place != Place::kReturning) return;
    transaction.epoch = epoch_ + 1;
    const bool usable = !transaction.provides_tags.empty() && (transaction.propagate || options_.authors);
    const auto insertion = usable ? graph_.insert(std::move(transaction), options_.reject_future)
                                  : Result<Insertion, PoolError>(PoolError{.reason = "it is of no use here"});
    if (!insertion) {
        const PoolError& error = insertion.error();
        end(hash,
            error.kind == PoolError::Kind::kTooLowPriority
                ? TransactionStatus{.kind = Kind::kUsurped, .usurper = error.hash}
                : dropped(error.reason),
            events);
        return;
    }
    if (is_new) {
        tracked_.emplace(hash, Tracked{});
    } else {
        found->second.place = Place::kQueued;
        found->second.transaction = nullptr;
    }
    touched_.push_back(hash);
    note(*insertion, touched_, events);
}

void TransactionTracker::reject(const Hash256& hash, const PoolError& error, uint64_t now_ms, Events& events) {
    const auto found = tracked_.find(hash);
    if (found == tracked_.end() || found->second.place != Place::kReturning) return;
    if (error.is_lasting()) bans_.ban(hash, now_ms);
    end(hash, invalid_because(error.reason), events);
}

void TransactionTracker::settle(primitives::BlockNumber number, uint64_t now_ms, Events& events) {
    for (const Hash256& hash : returning_) {
        const auto found = tracked_.find(hash);
        if (found == tracked_.end() || found->second.place != Place::kReturning) continue;
        end(hash, dropped("its block was retracted, and its content is not known any more"), events);
    }
    returning_.clear();
    for (const auto& old : graph_.too_old(number)) {
        bans_.ban(old->hash, now_ms);
        remove_subtree(old->hash, "it was valid until block " + std::to_string(old->valid_till), events);
    }
    enforce_limits(now_ms, events);
    bans_.forget_expired(now_ms);
    report_places(touched_, events);
    touched_.clear();
    ++epoch_;
    is_moving_ = false;
}

void TransactionTracker::finalize(const Hash256& block, Events& events) {
    const auto record =
        std::find_if(records_.begin(), records_.end(), [&](const Record& one) { return one.id.hash == block; });
    if (record == records_.end()) return;
    for (const Hash256& hash : record->transactions) {
        const uint32_t index = tracked_.at(hash).index;
        end(hash, {.kind = Kind::kFinalized, .block = block, .index = index}, events);
    }
    record_transactions_ -= record->transactions.size();
    record_bytes_ -= record->bytes;
    records_.erase(record);
}

void TransactionTracker::clear(Events& events) {
    for (const auto& one : all()) {
        if (graph_.place_of(one->hash) != Graph::Place::kNone) graph_.remove_subtree(one->hash);
    }
    graph_.forget_pruned();
    for (const auto& [hash, tracked] : std::exchange(tracked_, {})) {
        events.push_back({hash, dropped("the head of the chain was set by hand")});
    }
    bans_.clear();
    records_.clear();
    record_transactions_ = record_bytes_ = 0;
    returning_.clear();
    touched_.clear();
    ++epoch_;
    is_moving_ = false;
}

std::vector<TransactionPtr> TransactionTracker::all() const {
    auto out = graph_.ready();
    const auto future = graph_.future();
    out.insert(out.end(), future.begin(), future.end());
    return out;
}

std::vector<TransactionPtr> TransactionTracker::to_revalidate(size_t count) const {
    auto out = all();
    std::erase_if(out, [&](const TransactionPtr& one) { return one->epoch >= epoch_; });
    std::sort(out.begin(), out.end(), [](const TransactionPtr& a, const TransactionPtr& b) {
        return std::pair(a->epoch, a->hash) < std::pair(b->epoch, b->hash);
    });
    if (out.size() > count) out.resize(count);
    return out;
}

std::vector<TransactionPtr> TransactionTracker::doubtful(primitives::BlockNumber number) const {
    auto out = all();
    std::erase_if(out, [&](const TransactionPtr& one) { return one->validated_at <= number || one->epoch > epoch_; });
    return out;
}

void TransactionTracker::revalidated(Transaction transaction, uint64_t now_ms, Events& events) {
    const Hash256 hash = transaction.hash;
    if (graph_.place_of(hash) == Graph::Place::kNone) return;
    std::vector<TransactionPtr> displaced;
    if (transaction.provides_tags.empty()) {
        remove_subtree(hash, "it provides no tag any more", events);
        return;
    }
    transaction.epoch = epoch_ + (is_moving_ ? 1 : 0);
    if (graph_.refresh(transaction, displaced)) return;
    Touched now;
    Touched& touched = is_moving_ ? touched_ : now;
    touched.push_back(hash);
    for (const auto& one : displaced) touched.push_back(one->hash);
    const auto insertion = graph_.insert(std::move(transaction), options_.reject_future);
    if (insertion) {
        note(*insertion, touched, events);
    } else if (insertion.error().kind == PoolError::Kind::kTooLowPriority) {
        end(hash, {.kind = Kind::kUsurped, .usurper = insertion.error().hash}, events);
    } else {
        end(hash, dropped(insertion.error().reason), events);
    }
    if (is_moving_) return;
    enforce_limits(now_ms, events);
    report_places(touched, events);
}

void TransactionTracker::found_invalid(const Hash256& hash, const PoolError& error, uint64_t now_ms, Events& events) {
    if (graph_.place_of(hash) == Graph::Place::kNone) return;
    bans_.ban(hash, now_ms);
    remove_subtree(hash, error.reason, events);
}

uint64_t TransactionTracker::memory_bytes() const noexcept {
    constexpr uint64_t kPerTracked = sizeof(Tracked) + 32 + 48 + 32;
    constexpr uint64_t kPerBan = 2 * 40 + 48;
    return graph_.memory_bytes() + tracked_.size() * kPerTracked + record_bytes_ + bans_.size() * kPerBan;
}

}  // namespace serinus::pool

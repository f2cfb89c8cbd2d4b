#include "storage/write_behind.hpp"

#include <mutex>

#include "base/assert.hpp"
#include "platform/scheduler.hpp"
#include "storage/commit_log.hpp"
#include "storage/pending_batch.hpp"

namespace serinus::storage {
namespace {

/// Of this file alone: which log belongs to the database, and the last of its batches that is in it.
constexpr Column kLogColumn = kColumnCount - 1;
constexpr std::string_view kPositionKey = "log";
/// Ours: how long batches gather before they are moved. Blocks that follow each other change the same pages.
constexpr uint64_t kGatherMs = 20;

struct LogPosition {
    uint64_t number = 0;
    uint64_t sequence = 0;
};

void put_position(WriteBatch& batch, const LogPosition& position) {
    ByteArray<16> value;
    store_le(value.data(), position.number);
    store_le(value.data() + 8, position.sequence);
    batch.put(kLogColumn, as_bytes(kPositionKey), value);
}

/// nullopt: this database never had a log.
Result<std::optional<LogPosition>, StoreError> read_position(Store& store) {
    TRY_ASSIGN(const auto snapshot, store.snapshot());
    TRY_ASSIGN(const auto value, snapshot->get(kLogColumn, as_bytes(kPositionKey)));
    if (!value) return std::optional<LogPosition>();
    ENSURE(value->size() == 16, StoreError{StoreError::Kind::kCorrupt,
                                           "the database is damaged: the position of its log; remove it (purge-chain) "
                                           "and sync again"});
    return std::optional(LogPosition{load_le<uint64_t>(value->data()), load_le<uint64_t>(value->data() + 8)});
}

class WriteBehind final : public Store {
  public:
    WriteBehind(std::unique_ptr<Store> store, uint64_t number, uint64_t seed, const WriteBehindOptions& options)
        : store_(std::move(store)), number_(number), seed_(seed), options_(options) {}

    ~WriteBehind() override {
        if (lane_ != nullptr) lane_->close();
        (void)move_all(nullptr, Durability::kBuffered);  // what stays in the log is moved at the next opening
    }

    Result<void, StoreError> open(const std::string& folder, platform::Scheduler& scheduler) {
        auto batch = store_->batch();
        put_position(*batch, {number_, 0});
        TRY(store_->commit(std::move(batch), Durability::kBuffered));
        TRY(log_.open(folder, number_));
        lane_ = scheduler.make_lane({.name = "store", .runs_on = platform::WorkClass::kDisk});
        return {};
    }

    std::unique_ptr<WriteBatch> batch() override { return std::make_unique<CollectedBatch>(); }

    Result<void, StoreError> commit(std::unique_ptr<WriteBatch> batch, Durability durability) override {
        std::unique_ptr<CollectedBatch> collected(static_cast<CollectedBatch*>(batch.release()));
        const std::lock_guard lock(committing_);
        auto pending = std::make_shared<const PendingBatch>(std::move(collected), next_sequence_, seed_);
        if (durability == Durability::kSynced || pending->bytes() > options_.max_bytes / 4) {
            TRY(move_all(pending.get(), durability));
            if (!pending->changes().empty()) ++next_sequence_;
            return {};
        }
        if (pending->changes().empty()) return {};
        if (is_full()) TRY(move_all(nullptr, Durability::kBuffered));
        {
            const std::lock_guard appending(appending_);
            TRY(log_.append(next_sequence_, pending->changes()));
            ++next_sequence_;
            add(std::move(pending));
        }
        if (!is_planned_.exchange(true)) {
            const auto timer = lane_->post_after(kGatherMs, [this] {
                is_planned_ = false;
                // After an error the batches stay where they are. The commit that finds no room for more reports it.
                (void)move_all(nullptr, Durability::kBuffered);
            });
            if (!timer) is_planned_ = false;
        }
        return {};
    }

    Result<std::unique_ptr<Snapshot>, StoreError> snapshot() override {
        const std::lock_guard lock(mutex_);
        TRY_ASSIGN(auto below, store_->snapshot());
        if (pending_->empty()) return below;
        return make_pending_snapshot(std::move(below), pending_, seed_);
    }

  private:
    bool is_full() {
        const std::lock_guard lock(mutex_);
        return pending_->size() >= options_.max_batches || pending_bytes_ >= options_.max_bytes;
    }

    void add(std::shared_ptr<const PendingBatch> batch) {
        const std::lock_guard lock(mutex_);
        auto changed = std::make_shared<PendingBatches>(*pending_);
        pending_bytes_ += batch->bytes();
        changed->push_back(std::move(batch));
        pending_ = std::move(changed);
    }

    /// The batches that are in the database now are the first ones.
    void forget(size_t count) {
        const std::lock_guard lock(mutex_);
        for (size_t i = 0; i < count; ++i) pending_bytes_ -= (*pending_)[i]->bytes();
        pending_ =
            std::make_shared<const PendingBatches>(pending_->begin() + static_cast<ptrdiff_t>(count), pending_->end());
    }

    std::shared_ptr<const PendingBatches> batches() {
        const std::lock_guard lock(mutex_);
        return pending_;
    }

    /// All batches so far, and the log turned if its other file is empty: then batches that are added from here on have
    /// their records in a file that this move does not empty.
    std::shared_ptr<const PendingBatches> take_all() {
        const std::lock_guard lock(appending_);
        const auto all = batches();
        if (!all->empty() && other_file_is_empty_) {
            log_.turn();
            other_file_is_empty_ = false;
            last_in_other_file_ = all->back()->sequence();
        }
        return all;
    }

    /// Moves the batches in memory to the database, with `last` behind them, in one commit. `last` has a sequence
    /// number too, although the log never has it: a loss of power that takes `last` leaves a gap before the records
    /// behind it.
    Result<void, StoreError> move_all(const PendingBatch* last, Durability durability) {
        const std::lock_guard lock(moving_);
        const auto all = take_all();
        auto batch = store_->batch();
        for (const auto& pending : *all) put_changes(*pending, *batch);
        if (last != nullptr) put_changes(*last, *batch);
        if (last != nullptr && !last->changes().empty()) {
            put_position(*batch, {number_, last->sequence()});
        } else if (!all->empty()) {
            put_position(*batch, {number_, all->back()->sequence()});
        }
        TRY(store_->commit(std::move(batch), durability));
        if (all->empty()) return {};
        forget(all->size());
        if (!other_file_is_empty_ && last_in_other_file_ <= all->back()->sequence()) {
            // After an error it is tried again by the next move; until then the other file grows.
            other_file_is_empty_ = log_.clear_other().has_value();
        }
        return {};
    }

    static void put_changes(const PendingBatch& from, WriteBatch& to) {
        for (const auto& change : from.changes()) {
            if (change.removes) {
                to.remove(change.column, change.key);
            } else {
                to.put(change.column, change.key, change.value);
            }
        }
    }

    std::unique_ptr<Store> store_;
    const uint64_t number_;  ///< of the log
    const uint64_t seed_;
    const WriteBehindOptions options_;

    // Locked in this order.
    std::mutex committing_;  ///< one commit at a time
    std::mutex moving_;      ///< one move to the database at a time
    std::mutex appending_;   ///< a record in the log and its batch in memory come together
    std::mutex mutex_;

    uint64_t next_sequence_ = 1;  ///< of committing_
    CommitLog log_;               ///< appends and turns by appending_; the other file by moving_
    bool other_file_is_empty_ = true;
    uint64_t last_in_other_file_ = 0;  ///< sequence; it can be emptied when that batch is in the database
    std::shared_ptr<const PendingBatches> pending_ = std::make_shared<const PendingBatches>();  ///< of mutex_
    size_t pending_bytes_ = 0;                                                                  ///< of mutex_
    std::atomic<bool> is_planned_ = false;                                                      ///< a move is posted
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace

Result<std::unique_ptr<Store>, StoreError> make_write_behind(std::unique_ptr<Store> store, const std::string& folder,
                                                             platform::Scheduler& scheduler,
                                                             const WriteBehindOptions& options) {
    const auto random = scheduler.random_array<16>();
    auto out = std::make_unique<WriteBehind>(std::move(store), load_le<uint64_t>(random.data()),
                                             load_le<uint64_t>(random.data() + 8), options);
    TRY(out->open(folder, scheduler));
    return std::unique_ptr<Store>(std::move(out));
}

Result<void, StoreError> recover_log(Store& store, const std::string& folder) {
    TRY_ASSIGN(const auto position, read_position(store));
    if (!position) return {};
    TRY_ASSIGN(const auto logged, read_logs(folder, position->number, position->sequence));
    if (logged.empty()) return {};
    auto batch = store.batch();
    for (const LoggedBatch& one : logged) {
        ENSURE(replay_payload(one.payload, *batch),
               StoreError{StoreError::Kind::kCorrupt,
                          "the log in " + folder + " is damaged; remove the database (purge-chain) and sync again"});
    }
    put_position(*batch, {position->number, logged.back().sequence});
    return store.commit(std::move(batch), Durability::kSynced);
}

}  // namespace serinus::storage

#include "storage/testing/simulated_disk.hpp"

#include <deque>
#include <map>

#include "base/assert.hpp"
#include "storage/collected_batch.hpp"

namespace serinus::storage::testing {
namespace {

using Value = std::shared_ptr<const Bytes>;  ///< nullptr in a change: removed
using EntryKey = std::pair<Column, Bytes>;
using Change = std::pair<EntryKey, Value>;

}  // namespace

struct SimulatedDisk::Impl {
    std::map<EntryKey, Value> synced;
    std::deque<std::vector<Change>> unsynced;
    uint64_t commits = 0;
    bool acknowledges_before_sync = false;
    bool tears_commits = false;
    /// Of the open store; another one has another number.
    uint64_t opened = 0;
    bool has_crashed = false;
    std::optional<std::pair<uint64_t, CrashPoint>> crash_at;
    std::function<void()> on_crash;
    SimulatedDisk* owner = nullptr;  ///< nullptr: gone

    void sync_first() {
        for (auto& [key, value] : unsynced.front()) {
            if (value == nullptr) {
                synced.erase(key);
            } else {
                synced[std::move(key)] = std::move(value);
            }
        }
        unsynced.pop_front();
    }
    void crash() {
        has_crashed = true;
        crash_at.reset();
        if (const auto callback = std::exchange(on_crash, {})) callback();
    }
    bool crashes_at(CrashPoint point) const noexcept {
        return crash_at && crash_at->first == 0 && crash_at->second == point;
    }
    std::optional<StoreError> fault(DiskOperation operation) const {
        return owner != nullptr && owner->fault ? owner->fault(operation) : std::nullopt;
    }
};

namespace {

using Impl = SimulatedDisk::Impl;

class SimulatedCursor final : public StoreCursor {
  public:
    SimulatedCursor(std::shared_ptr<Impl> disk, std::unique_ptr<StoreCursor> inner)
        : disk_(std::move(disk)), inner_(std::move(inner)) {}
    Result<bool, StoreError> seek(BytesView key) override {
        if (auto error = disk_->fault(DiskOperation::kRead)) return Err(*std::move(error));
        return inner_->seek(key);
    }
    Result<bool, StoreError> next() override {
        if (auto error = disk_->fault(DiskOperation::kRead)) return Err(*std::move(error));
        return inner_->next();
    }
    BytesView key() const override { return inner_->key(); }
    BytesView value() const override { return inner_->value(); }

  private:
    std::shared_ptr<Impl> disk_;
    std::unique_ptr<StoreCursor> inner_;
};

class SimulatedSnapshot final : public Snapshot {
  public:
    SimulatedSnapshot(std::shared_ptr<Impl> disk, std::unique_ptr<Snapshot> inner)
        : disk_(std::move(disk)), inner_(std::move(inner)) {}
    Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) override {
        if (auto error = disk_->fault(DiskOperation::kRead)) return Err(*std::move(error));
        return inner_->get(column, key);
    }
    std::unique_ptr<StoreCursor> cursor(Column column) override {
        return std::make_unique<SimulatedCursor>(disk_, inner_->cursor(column));
    }

  private:
    std::shared_ptr<Impl> disk_;
    std::unique_ptr<Snapshot> inner_;
};

/// What the process sees is a memory store, to which every commit goes; what the disk keeps stands in Impl.
class SimulatedStore final : public Store {
  public:
    SimulatedStore(std::shared_ptr<Impl> disk, std::unique_ptr<Store> inner)
        : disk_(std::move(disk)), inner_(std::move(inner)), number_(disk_->opened) {}

    std::unique_ptr<WriteBatch> batch() override { return inner_->batch(); }

    Result<void, StoreError> commit(std::unique_ptr<WriteBatch> batch, Durability durability) override {
        if (is_dead()) return no_power();
        std::vector<Change> changes;
        uint64_t bytes = 0;
        for (const auto& change : static_cast<CollectedBatch&>(*batch).sorted()) {
            bytes += change.key.size() + change.value.size();
            if (disk_->owner != nullptr && disk_->owner->forgets && disk_->owner->forgets(change.column, change.key)) {
                continue;
            }
            changes.emplace_back(EntryKey{change.column, to_bytes(change.key)},
                                 change.removes ? nullptr : std::make_shared<const Bytes>(to_bytes(change.value)));
        }
        if (disk_->owner != nullptr && disk_->owner->before_commit) disk_->owner->before_commit(bytes);
        if (auto error = disk_->fault(DiskOperation::kCommit)) return Err(*std::move(error));
        if (disk_->crashes_at(CrashPoint::kBeforeCommit)) {
            if (disk_->tears_commits) {
                changes.resize(changes.size() / 2);
                disk_->unsynced.push_back(std::move(changes));
                while (!disk_->unsynced.empty()) disk_->sync_first();
            }
            disk_->crash();
            return no_power();
        }
        disk_->unsynced.push_back(std::move(changes));
        ++disk_->commits;
        if (durability == Durability::kSynced && !disk_->acknowledges_before_sync) {
            while (!disk_->unsynced.empty()) disk_->sync_first();
        }
        if (disk_->crashes_at(CrashPoint::kAfterCommit)) {
            disk_->crash();
            return no_power();
        }
        if (disk_->crash_at) --disk_->crash_at->first;
        return inner_->commit(std::move(batch), durability);
    }

    Result<std::unique_ptr<Snapshot>, StoreError> snapshot() override {
        if (auto error = disk_->fault(DiskOperation::kRead)) return Err(*std::move(error));
        return std::unique_ptr<Snapshot>(std::make_unique<SimulatedSnapshot>(disk_, TRY(inner_->snapshot())));
    }

  private:
    bool is_dead() const noexcept { return disk_->has_crashed || disk_->opened != number_; }
    static Err<StoreError> no_power() {
        return Err(StoreError{StoreError::Kind::kIo, "the simulated machine has stopped"});
    }

    std::shared_ptr<Impl> disk_;
    std::unique_ptr<Store> inner_;
    uint64_t number_;
};

}  // namespace

SimulatedDisk::SimulatedDisk() : impl_(std::make_shared<Impl>()) { impl_->owner = this; }
SimulatedDisk::~SimulatedDisk() { impl_->owner = nullptr; }

std::unique_ptr<SimulatedDisk> SimulatedDisk::copy() const {
    auto out = std::make_unique<SimulatedDisk>();
    out->impl_->synced = impl_->synced;
    out->impl_->unsynced = impl_->unsynced;
    return out;
}

std::unique_ptr<Store> SimulatedDisk::open() {
    ++impl_->opened;
    impl_->has_crashed = false;
    impl_->crash_at.reset();
    impl_->on_crash = {};
    auto memory = make_memory_store();
    const auto load = [&](auto&& entries) {
        auto batch = memory->batch();
        for (const auto& [key, value] : entries) {
            if (value == nullptr) {
                batch->remove(key.first, key.second);
            } else {
                batch->put(key.first, key.second, *value);
            }
        }
        SERINUS_ASSERT(memory->commit(std::move(batch), Durability::kBuffered).has_value());
    };
    load(impl_->synced);
    for (const auto& changes : impl_->unsynced) load(changes);
    return std::make_unique<SimulatedStore>(impl_, std::move(memory));
}

void SimulatedDisk::crash_at(uint64_t commits, CrashPoint point, std::function<void()> on_crash) {
    impl_->crash_at = std::pair(commits, point);
    impl_->on_crash = std::move(on_crash);
}

void SimulatedDisk::cancel_crash() noexcept {
    impl_->crash_at.reset();
    impl_->on_crash = {};
}

void SimulatedDisk::crash() {
    impl_->on_crash = {};
    impl_->crash();
}
bool SimulatedDisk::has_crashed() const noexcept { return impl_->has_crashed; }

size_t SimulatedDisk::unsynced() const noexcept { return impl_->unsynced.size(); }
void SimulatedDisk::lose(size_t count) {
    SERINUS_ASSERT(count <= impl_->unsynced.size());
    impl_->unsynced.resize(impl_->unsynced.size() - count);
    // The disk has what it has: another loss of power takes nothing more of it.
    while (!impl_->unsynced.empty()) impl_->sync_first();
}

uint64_t SimulatedDisk::commits() const noexcept { return impl_->commits; }
uint64_t SimulatedDisk::bytes() const noexcept {
    uint64_t out = 0;
    for (const auto& [key, value] : impl_->synced) out += key.second.size() + value->size();
    return out;
}

void SimulatedDisk::acknowledge_before_sync(bool on) noexcept { impl_->acknowledges_before_sync = on; }
void SimulatedDisk::tear_commits(bool on) noexcept { impl_->tears_commits = on; }

bool SimulatedDisk::damage(Column column, BytesView key) {
    const auto found = impl_->synced.find({column, to_bytes(key)});
    if (found == impl_->synced.end() || found->second->empty()) return false;
    Bytes value = *found->second;
    value.back() ^= 1;
    found->second = std::make_shared<const Bytes>(std::move(value));
    return true;
}

}  // namespace serinus::storage::testing

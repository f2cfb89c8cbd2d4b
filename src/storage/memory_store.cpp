#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "base/assert.hpp"
#include "storage/collected_batch.hpp"

namespace serinus::storage {
namespace {

struct Less {
    using is_transparent = void;
    bool operator()(BytesView a, BytesView b) const noexcept { return compare(a, b) < 0; }
};

/// What a key had since some commit; nullptr: nothing.
struct Version {
    uint64_t commit;
    std::unique_ptr<const Bytes> value;
};

using Versions = std::vector<Version>;  ///< oldest first
using Entries = std::map<Bytes, Versions, Less>;

/// What all snapshots share. A version stays as long as a snapshot can see it.
struct Memory {
    /// A version of this entry was followed by another in that commit.
    struct Superseded {
        uint64_t commit;
        Column column;
        Entries::iterator entry;
    };

    std::shared_mutex mutex;
    std::array<Entries, kColumnCount> columns;
    std::multiset<uint64_t> snapshots;  ///< the commits they see
    std::deque<Superseded> superseded;
    uint64_t last_commit = 0;

    void change(Column column, BytesView key, std::unique_ptr<const Bytes> value) {
        Entries& entries = columns[column];
        auto entry = entries.lower_bound(key);
        if (entry == entries.end() || !equal(entry->first, key)) {
            if (value == nullptr) return;
            entry = entries.emplace_hint(entry, to_bytes(key), Versions());
        } else {
            superseded.push_back({last_commit, column, entry});
        }
        entry->second.push_back({last_commit, std::move(value)});
    }

    /// Frees what no snapshot, present or to come, can see.
    void collect() {
        const uint64_t oldest = snapshots.empty() ? last_commit : *snapshots.begin();
        for (; !superseded.empty() && superseded.front().commit <= oldest; superseded.pop_front()) {
            const auto [commit, column, entry] = superseded.front();
            Versions& versions = entry->second;
            size_t visible = 0;  // to the oldest
            while (visible + 1 < versions.size() && versions[visible + 1].commit <= oldest) ++visible;
            versions.erase(versions.begin(), versions.begin() + static_cast<ptrdiff_t>(visible));
            // A removal of a later commit has its own place in the queue, and the entry must be there until then.
            const bool is_removed = versions.size() == 1 && versions.front().value == nullptr;
            if (is_removed && versions.front().commit == commit) columns[column].erase(entry);
        }
    }
};

const Bytes* visible_value(const Versions& versions, uint64_t commit) noexcept {
    for (size_t i = versions.size(); i-- > 0;) {
        if (versions[i].commit <= commit) return versions[i].value.get();
    }
    return nullptr;
}

/// Registers what a snapshot sees for as long as it, or a cursor of it, lives.
class View {
  public:
    explicit View(std::shared_ptr<Memory> memory) : memory_(std::move(memory)) {
        const std::unique_lock lock(memory_->mutex);
        commit_ = memory_->last_commit;
        memory_->snapshots.insert(commit_);
    }
    ~View() {
        const std::unique_lock lock(memory_->mutex);
        memory_->snapshots.erase(memory_->snapshots.find(commit_));
        memory_->collect();
    }
    View(const View&) = delete;
    View& operator=(const View&) = delete;

    Memory& memory() const noexcept { return *memory_; }
    uint64_t commit() const noexcept { return commit_; }

  private:
    std::shared_ptr<Memory> memory_;
    uint64_t commit_ = 0;
};

class MemoryCursor final : public StoreCursor {
  public:
    MemoryCursor(std::shared_ptr<View> view, Column column) : view_(std::move(view)), column_(column) {}

    Result<bool, StoreError> seek(BytesView key) override {
        const std::shared_lock lock(view_->memory().mutex);
        return skip_hidden(entries().lower_bound(key));
    }
    Result<bool, StoreError> next() override {
        const std::shared_lock lock(view_->memory().mutex);
        return skip_hidden(std::next(entry_));  // the entry is visible to us, so it is still there
    }
    BytesView key() const override { return entry_->first; }
    BytesView value() const override { return *value_; }

  private:
    Entries& entries() const noexcept { return view_->memory().columns[column_]; }

    bool skip_hidden(Entries::iterator entry) {
        for (; entry != entries().end(); ++entry) {
            const Bytes* const value = visible_value(entry->second, view_->commit());
            if (value == nullptr) continue;
            entry_ = entry;
            value_ = value;
            return true;
        }
        return false;
    }

    std::shared_ptr<View> view_;
    Column column_;
    Entries::iterator entry_;
    const Bytes* value_ = nullptr;
};

class MemorySnapshot final : public Snapshot {
  public:
    explicit MemorySnapshot(std::shared_ptr<Memory> memory) : view_(std::make_shared<View>(std::move(memory))) {}

    Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) override {
        SERINUS_ASSERT(column < kColumnCount);
        const std::shared_lock lock(view_->memory().mutex);
        const Entries& entries = view_->memory().columns[column];
        const auto entry = entries.find(key);
        if (entry == entries.end()) return std::optional<BytesView>();
        const Bytes* const value = visible_value(entry->second, view_->commit());
        return value == nullptr ? std::nullopt : std::optional<BytesView>(*value);
    }
    std::unique_ptr<StoreCursor> cursor(Column column) override {
        SERINUS_ASSERT(column < kColumnCount);
        return std::make_unique<MemoryCursor>(view_, column);
    }

  private:
    std::shared_ptr<View> view_;
};

class MemoryStore final : public Store {
  public:
    std::unique_ptr<WriteBatch> batch() override { return std::make_unique<CollectedBatch>(); }

    Result<void, StoreError> commit(std::unique_ptr<WriteBatch> batch, Durability) override {
        auto& collected = static_cast<CollectedBatch&>(*batch);
        const std::unique_lock lock(memory_->mutex);
        ++memory_->last_commit;
        for (const auto& change : collected.sorted()) {
            memory_->change(change.column, change.key,
                            change.removes ? nullptr : std::make_unique<const Bytes>(to_bytes(change.value)));
        }
        memory_->collect();
        return {};
    }

    Result<std::unique_ptr<Snapshot>, StoreError> snapshot() override {
        return std::unique_ptr<Snapshot>(std::make_unique<MemorySnapshot>(memory_));
    }

  private:
    std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace serinus::storage

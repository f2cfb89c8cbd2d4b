#include "executor/offchain_storage.hpp"

namespace serinus::executor {
namespace {

class MemoryLocalStorage final : public LocalStorage {
  public:
    Result<std::optional<Bytes>, Error> get(BytesView key) override {
        const std::lock_guard lock(mutex_);
        const auto found = values_.find(to_bytes(key));
        return found == values_.end() ? std::optional<Bytes>() : found->second;
    }

    Result<void, Error> set(BytesView key, BytesView value) override {
        const std::lock_guard lock(mutex_);
        values_[to_bytes(key)] = to_bytes(value);
        return {};
    }

    Result<void, Error> remove(BytesView key) override {
        const std::lock_guard lock(mutex_);
        values_.erase(to_bytes(key));
        return {};
    }

    Result<bool, Error> compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                        BytesView new_value) override {
        const std::lock_guard lock(mutex_);
        const auto found = values_.find(to_bytes(key));
        const bool matches = found == values_.end() ? !old_value : old_value && equal(found->second, *old_value);
        if (matches) values_[to_bytes(key)] = to_bytes(new_value);
        return matches;
    }

  private:
    std::mutex mutex_;
    std::map<Bytes, Bytes> values_;
};

class StoredLocalStorage final : public LocalStorage {
  public:
    StoredLocalStorage(storage::Store& store, storage::Column column) : store_(&store), column_(column) {}

    Result<std::optional<Bytes>, Error> get(BytesView key) override {
        TRY_ASSIGN(const auto snapshot, store_->snapshot());
        const auto found = TRY(snapshot->get(column_, key));
        return found ? std::optional(to_bytes(*found)) : std::nullopt;
    }

    Result<void, Error> set(BytesView key, BytesView value) override {
        const std::lock_guard lock(mutex_);
        return write(key, value);
    }

    Result<void, Error> remove(BytesView key) override {
        const std::lock_guard lock(mutex_);
        auto batch = store_->batch();
        batch->remove(column_, key);
        return store_->commit(std::move(batch), storage::Durability::kBuffered);
    }

    Result<bool, Error> compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                        BytesView new_value) override {
        const std::lock_guard lock(mutex_);
        const auto present = TRY(get(key));
        const bool matches = present ? old_value && equal(*present, *old_value) : !old_value;
        if (matches) TRY(write(key, new_value));
        return matches;
    }

  private:
    Result<void, Error> write(BytesView key, BytesView value) {
        auto batch = store_->batch();
        batch->put(column_, key, value);
        return store_->commit(std::move(batch), storage::Durability::kBuffered);
    }

    storage::Store* store_;
    storage::Column column_;
    std::mutex mutex_;  ///< nothing comes between the two halves of compare_and_set
};

}  // namespace

std::unique_ptr<LocalStorage> make_memory_local_storage() { return std::make_unique<MemoryLocalStorage>(); }

std::unique_ptr<LocalStorage> make_local_storage(storage::Store& store, storage::Column column) {
    return std::make_unique<StoredLocalStorage>(store, column);
}

}  // namespace serinus::executor

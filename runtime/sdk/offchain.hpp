/// For offchain workers: values that the node keeps beside the state, and locks among them.
/// Source: sp_runtime::offchain::{storage, storage_lock} of July 2023
#pragma once

#include "codec/scale.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// One value of type `V` in the node's persistent storage.
template <class V>
class OffchainValue {
  public:
    explicit OffchainValue(std::string_view key) : key_(to_bytes(as_bytes(key))) {}
    explicit OffchainValue(Bytes key) : key_(std::move(key)) {}

    /// nullopt if there is none, or it does not decode.
    std::optional<V> get() const { return decoded(host::offchain_get(key_)); }
    void set(const V& value) const { host::offchain_set(key_, scale::encode(value)); }
    void clear() const { host::offchain_clear(key_); }

    enum class Mutation : uint8_t { kDone, kRefused, kConcurrent };
    /// `f(current)` gives the new value, or nullopt to leave it. Nothing is written if the value was changed meanwhile.
    template <class F>
    Mutation mutate(F&& f) const {
        const auto stored = host::offchain_get(key_);
        const std::optional<V> changed = f(decoded(stored));
        if (!changed) return Mutation::kRefused;
        const auto old = stored ? std::optional<BytesView>(*stored) : std::nullopt;
        const bool done = host::offchain_compare_and_set(key_, old, scale::encode(*changed));
        return done ? Mutation::kDone : Mutation::kConcurrent;
    }

  private:
    static std::optional<V> decoded(const std::optional<Bytes>& stored) {
        if (!stored) return std::nullopt;
        BytesView bytes = *stored;
        auto value = scale::take<V>(bytes);
        return value ? std::optional<V>(*std::move(value)) : std::nullopt;
    }

    Bytes key_;
};

/// How long a lock holds that is not released.
inline constexpr uint64_t kOffchainLockMs = 20'000;

/// Holds until it is dropped. One that its owner forgets, or whose worker was ended, holds until a time, in
/// milliseconds.
class OffchainLock {
  public:
    using Value = OffchainValue<uint64_t>;

    /// nullopt if another worker has it.
    static std::optional<OffchainLock> try_lock(std::string_view key, uint64_t duration_ms = kOffchainLockMs) {
        OffchainLock lock(key);
        const uint64_t now = host::offchain_timestamp_ms();
        const auto done = lock.value_->mutate([&](std::optional<uint64_t> deadline) -> std::optional<uint64_t> {
            if (deadline && now <= *deadline) return std::nullopt;
            return saturating_add(now, duration_ms);
        });
        if (done == Value::Mutation::kDone) return lock;
        lock.forget();
        return std::nullopt;
    }
    OffchainLock(OffchainLock&& other) noexcept : value_(std::exchange(other.value_, std::nullopt)) {}
    OffchainLock& operator=(OffchainLock&&) = delete;
    ~OffchainLock() {
        if (value_) value_->clear();
    }
    /// Lets it hold until its time is over.
    void forget() { value_.reset(); }

  private:
    explicit OffchainLock(std::string_view key) : value_(key) {}
    std::optional<Value> value_;
};

/// The same, but it holds until both the time and the block are over.
template <class System>
class OffchainBlockLock {
  public:
    struct Deadline {
        BlockNumber block_number{};
        uint64_t timestamp_ms{};
        friend bool operator==(const Deadline&, const Deadline&) = default;
    };
    using Value = OffchainValue<Deadline>;

    /// For so many blocks from the present one.
    static std::optional<OffchainBlockLock> try_lock(std::string_view key, BlockNumber blocks,
                                                     uint64_t duration_ms = kOffchainLockMs) {
        OffchainBlockLock lock(key);
        const uint64_t now = host::offchain_timestamp_ms();
        const BlockNumber number = System::block_number();
        const auto done = lock.value_->mutate([&](std::optional<Deadline> deadline) -> std::optional<Deadline> {
            if (deadline && (now <= deadline->timestamp_ms || number <= deadline->block_number)) return std::nullopt;
            return Deadline{saturating_add(number, blocks), saturating_add(now, duration_ms)};
        });
        if (done == Value::Mutation::kDone) return lock;
        lock.forget();
        return std::nullopt;
    }
    OffchainBlockLock(OffchainBlockLock&& other) noexcept : value_(std::exchange(other.value_, std::nullopt)) {}
    OffchainBlockLock& operator=(OffchainBlockLock&&) = delete;
    ~OffchainBlockLock() {
        if (value_) value_->clear();
    }
    void forget() { value_.reset(); }

  private:
    explicit OffchainBlockLock(std::string_view key) : value_(key) {}
    std::optional<Value> value_;
};

}  // namespace serinus::sdk

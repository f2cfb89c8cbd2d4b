/// Memory that clients can fill, over all connections of a server and all methods.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace serinus::rpc {

/// What the memory is for.
enum class MemoryOwner : uint8_t {
    kRequests,       ///< texts that are being read, that wait, or whose calls run
    kMessages,       ///< answers and notifications that clients have not read
    kSubscriptions,  ///< subscriptions, and the storage keys that they watch
    kBroadcasts,     ///< transactions of transaction_v1_broadcast
    kResults,        ///< proofs and lists of entries that calls put together
    kPinnedBlocks,   ///< bodies and states of blocks that chainHead_v1 keeps for those who pinned them
};
inline constexpr size_t kMemoryOwners = 6;
/// As metrics name it: "rpc_requests"…
constexpr const char* to_string(MemoryOwner owner) noexcept {
    constexpr std::array<const char*, kMemoryOwners> kNames = {"rpc_requests",   "rpc_messages", "rpc_subscriptions",
                                                               "rpc_broadcasts", "rpc_results",  "rpc_pinned_blocks"};
    return kNames[static_cast<size_t>(owner)];
}

/// Any thread.
class MemoryBudget {
  public:
    static constexpr size_t kMaxBytes = size_t{256} << 20;  ///< ours

    explicit MemoryBudget(size_t max_bytes = kMaxBytes) noexcept : max_bytes_(max_bytes) {}

    /// False: there is no room, nothing changed. With `anyway` there always is.
    bool take(MemoryOwner owner, size_t bytes, bool anyway = false) noexcept {
        const size_t total = total_.fetch_add(bytes) + bytes;
        if (total > max_bytes_ && !anyway) {
            total_ -= bytes;
            return false;
        }
        for (size_t peak = peak_; total > peak && !peak_.compare_exchange_weak(peak, total);) {
        }
        used_[static_cast<size_t>(owner)] += bytes;
        return true;
    }
    void give_back(MemoryOwner owner, size_t bytes) noexcept {
        used_[static_cast<size_t>(owner)] -= bytes;
        total_ -= bytes;
    }

    size_t max_bytes() const noexcept { return max_bytes_; }
    size_t used() const noexcept { return total_; }
    /// The most that was used since forget_peak().
    size_t peak() const noexcept { return peak_; }
    void forget_peak() noexcept { peak_ = total_.load(); }
    size_t used(MemoryOwner owner) const noexcept { return used_[static_cast<size_t>(owner)]; }

    std::atomic<size_t> subscriptions{0};  ///< open ones, for the server's figures

  private:
    const size_t max_bytes_;
    std::atomic<size_t> total_{0}, peak_{0};
    std::array<std::atomic<size_t>, kMemoryOwners> used_{};
};

/// Decides when memory that clients had filled goes back to the system: the allocator keeps what was freed, up to the
/// whole budget, for as long as the process lives. One thread.
class UnusedMemory {
  public:
    static constexpr size_t kWorthwhileBytes = size_t{32} << 20;  ///< ours: less is left to the allocator
    static constexpr uint64_t kMinIntervalMs = 10'000;            ///< ours: giving back takes milliseconds

    /// Whether it is to be given back now, which is then counted as done.
    bool should_release(MemoryBudget& budget, uint64_t now_ms) noexcept {
        const size_t peak = budget.peak();
        if (peak < kWorthwhileBytes || budget.used() > peak / 4) return false;
        if (last_ms_ != 0 && now_ms < last_ms_ + kMinIntervalMs) return false;
        last_ms_ = now_ms;
        budget.forget_peak();
        return true;
    }

  private:
    uint64_t last_ms_ = 0;  ///< 0: never
};

/// A part of the budget, for as long as this lives. One owner.
class Charge {
  public:
    Charge() = default;
    Charge(Charge&& other) noexcept
        : budget_(std::move(other.budget_)), owner_(other.owner_), bytes_(std::exchange(other.bytes_, size_t{0})) {}
    Charge& operator=(Charge&& other) noexcept {
        std::swap(budget_, other.budget_);
        std::swap(owner_, other.owner_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Charge() {
        if (bytes_ > 0) budget_->give_back(owner_, bytes_);
    }

    /// Takes as much more; false: there is no room, nothing changed. With `anyway` there always is.
    bool take(const std::shared_ptr<MemoryBudget>& budget, MemoryOwner owner, size_t bytes, bool anyway = false) {
        if (!budget->take(owner, bytes, anyway)) return false;
        budget_ = budget;
        owner_ = owner;
        bytes_ += bytes;
        return true;
    }
    size_t bytes() const noexcept { return bytes_; }

  private:
    std::shared_ptr<MemoryBudget> budget_;
    MemoryOwner owner_ = MemoryOwner::kRequests;
    size_t bytes_ = 0;
};

}  // namespace serinus::rpc

/// Bytes that wait in memory for clients, over all connections of a server.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace serinus::rpc {

struct QueueBudget {
    size_t max_bytes = size_t{256} << 20;  ///< ours
    std::atomic<size_t> used{0};
    std::atomic<size_t> subscriptions{0};  ///< open ones, for the curious
};

/// A part of the budget, for as long as this lives.
class Charge {
  public:
    Charge() = default;
    Charge(Charge&& other) noexcept
        : budget_(std::move(other.budget_)), bytes_(std::exchange(other.bytes_, size_t{0})) {}
    Charge& operator=(Charge&& other) noexcept {
        std::swap(budget_, other.budget_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Charge() {
        if (bytes_ > 0) budget_->used -= bytes_;
    }

    /// Takes as much more; false: there is no room, nothing changed. With `anyway` there always is.
    bool take(const std::shared_ptr<QueueBudget>& budget, size_t bytes, bool anyway = false) {
        if (budget->used.fetch_add(bytes) + bytes > budget->max_bytes && !anyway) {
            budget->used -= bytes;
            return false;
        }
        budget_ = budget;
        bytes_ += bytes;
        return true;
    }
    size_t bytes() const noexcept { return bytes_; }

  private:
    std::shared_ptr<QueueBudget> budget_;
    size_t bytes_ = 0;
};

}  // namespace serinus::rpc

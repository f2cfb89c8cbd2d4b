#include "collator/relay_rpc/relay_servers.hpp"

#include <algorithm>

namespace serinus::collator {

void RelayServers::connected(uint64_t now) noexcept {
    connected_at_ = now;
    look_back_at_ = now + kLookBackMs;
}

bool RelayServers::failed(size_t index, uint64_t now, std::string reason) {
    if (index != active_) return false;
    if (connected_at_ && now - *connected_at_ >= kSettledMs) failures_ = 0;
    connected_at_.reset();
    faults_[index] = std::move(reason);
    active_ = (active_ + 1) % count();
    ++failures_;
    if (failures_ % count() == 0) {
        constexpr size_t kMaxDoublings = 10;
        not_before_ = now + std::min(kFirstPauseMs << std::min(rounds() - 1, kMaxDoublings), kMaxPauseMs);
    }
    return true;
}

bool RelayServers::should_look_back(uint64_t now) noexcept {
    if (active_ == 0 || now < look_back_at_) return false;
    look_back_at_ = now + kLookBackMs;
    return true;
}

}  // namespace serinus::collator

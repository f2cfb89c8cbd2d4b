#include "crypto/recovered_keys.hpp"

#include <algorithm>

namespace serinus::crypto {

auto RecoveredKeys::find(const VerdictCache::Key& key) const -> std::optional<Answer> {
    const std::lock_guard lock(mutex_);
    if (sets_.empty()) return std::nullopt;
    const Set& set = sets_[set_of(key)];
    const auto found = std::ranges::find(set, key, &Place::key);
    return found == set.end() ? std::nullopt : std::optional(found->answer);
}

void RecoveredKeys::put(const VerdictCache::Key& key, const Answer& answer) {
    const std::lock_guard lock(mutex_);
    if (sets_.empty()) sets_.resize(kMostKeys / kWays);
    Set& set = sets_[set_of(key)];
    if (std::ranges::find(set, key, &Place::key) != set.end()) return;
    std::ranges::rotate(set, set.end() - 1);
    set.front() = {key, answer};
}

}  // namespace serinus::crypto

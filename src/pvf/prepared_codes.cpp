#include "pvf/prepared_codes.hpp"

#include <algorithm>

namespace serinus::pvf {

void PreparationFailures::note(const Hash256& key, PrepareError error, uint64_t now_ms) {
    // Whoever fills it has brought as many codes onto the relay chain; what is forgotten is tried again.
    if (failed_.size() >= kMostRemembered && !failed_.contains(key)) failed_.erase(failed_.begin());
    Failure& failure = failed_[key];
    failure.error = std::move(error);
    failure.last_ms = now_ms;
    ++failure.count;
}

const PrepareError* PreparationFailures::standing(const Hash256& key, uint64_t now_ms) const {
    const auto found = failed_.find(key);
    if (found == failed_.end()) return nullptr;
    const Failure& failure = found->second;
    const bool may_try =
        !is_deterministic(failure.error.fault) && failure.count <= kRetries && now_ms >= failure.last_ms + kCooldownMs;
    return may_try ? nullptr : &failure.error;
}

const platform::MemoryFile* PreparedCodes::find(const CodeKey& key) {
    const Hash256 digest = key.digest();
    if (!in_memory_.contains(digest)) {
        auto file = cache_ ? cache_->find(key) : std::nullopt;
        if (!file) return nullptr;
        keep_in_memory(digest, std::move(*file));
    }
    Kept& kept = in_memory_.at(digest);
    kept.used = ++uses_;
    return &kept.file;
}

void PreparedCodes::keep_in_memory(const Hash256& digest, platform::MemoryFile file) {
    if (in_memory_.size() >= max_in_memory_ && !in_memory_.contains(digest)) {
        in_memory_.erase(std::ranges::min_element(in_memory_, {}, [](const auto& one) { return one.second.used; }));
    }
    in_memory_.insert_or_assign(digest, Kept{std::move(file), ++uses_});
}

void PreparedCodes::keep(const CodeKey& key, platform::MemoryFile file) {
    if (cache_) {
        const auto bytes = file.read(file.size());
        if (bytes) (void)cache_->store(key, *bytes);
    }
    keep_in_memory(key.digest(), std::move(file));
}

void PreparedCodes::drop(const CodeKey& key) {
    in_memory_.erase(key.digest());
    if (cache_) cache_->remove(key);
}

}  // namespace serinus::pvf

/// Prepared code that is at hand, and what could not be prepared.
#pragma once

#include <map>
#include <optional>

#include "platform/memory_file.hpp"
#include "pvf/code_cache.hpp"
#include "pvf/prepare.hpp"

namespace serinus::pvf {

/// Which failed preparations are tried again. Those that every validator finds are not; others after fifteen minutes,
/// five times. Pure. Observed: `PREPARE_FAILURE_COOLDOWN`, `NUM_PREPARE_RETRIES` of polkadot-node-core-pvf 36.0.0
class PreparationFailures {
  public:
    static constexpr uint64_t kCooldownMs = 15 * 60 * 1000;
    static constexpr uint32_t kRetries = 5;
    static constexpr size_t kMostRemembered = 4096;

    void note(const Hash256& key, PrepareError error, uint64_t now_ms);
    void forget(const Hash256& key) { failed_.erase(key); }
    /// The error that stands; nullptr: it may be prepared.
    const PrepareError* standing(const Hash256& key, uint64_t now_ms) const;

  private:
    struct Failure {
        PrepareError error;
        uint64_t last_ms = 0;
        uint32_t count = 0;
    };
    std::map<Hash256, Failure> failed_;
};

/// The few that were used last are in memory, all on the disk if there is a cache.
class PreparedCodes {
  public:
    PreparedCodes(std::optional<CodeCache> cache, size_t max_in_memory)
        : cache_(std::move(cache)), max_in_memory_(max_in_memory) {}

    /// nullptr: it has to be prepared. Valid until the next call of another function.
    const platform::MemoryFile* find(const CodeKey& key);
    /// `file` is sealed. That the disk is full costs the next start time, and nothing now.
    void keep(const CodeKey& key, platform::MemoryFile file);
    /// As if it had never been prepared.
    void drop(const CodeKey& key);

    PreparationFailures failures;

  private:
    struct Kept {
        platform::MemoryFile file;
        uint64_t used = 0;
    };

    void keep_in_memory(const Hash256& digest, platform::MemoryFile file);

    std::optional<CodeCache> cache_;
    size_t max_in_memory_;
    std::map<Hash256, Kept> in_memory_;
    uint64_t uses_ = 0;
};

}  // namespace serinus::pvf

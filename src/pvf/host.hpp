/// Validates candidates and checks new code: prepared code from the cache or a worker, executions, attempts again.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "pvf/code_cache.hpp"
#include "pvf/verdict.hpp"
#include "pvf/workers.hpp"

namespace serinus::pvf {

/// Code with the parameters of the session of the candidate's relay parent.
struct SessionCode {
    Bytes code;
    ExecutorParams params;
    uint32_t bomb_limit = 20u << 20;
};

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

/// One candidate at a time, on the thread that calls. The node's queue stands above it (execution_queue.hpp).
class Host {
  public:
    struct Options {
        WorkersOptions workers;
        std::optional<CodeCache> cache = {};  ///< none: prepared code is kept in memory alone
        size_t max_in_memory = 8;             ///< prepared codes
        std::function<uint64_t()> now_ms;     ///< monotonic
        std::function<void(uint64_t)> wait_ms;
    };
    explicit Host(Options options);

    /// By attempts of the purpose's rules, within the session's limit of time.
    Verdict validate(const SessionCode& code, const CandidateInput& input, Purpose purpose);
    /// With the strict limits; what is prepared is kept.
    Result<void, PrepareError> precheck(const SessionCode& code);

    Workers& workers() noexcept { return workers_; }

  private:
    struct Kept {
        platform::MemoryFile file;
        uint64_t used = 0;
    };

    CodeKey key_of(const SessionCode& code) const;
    /// Of a worker, even if there is one already.
    Result<void, PrepareError> prepare(const SessionCode& code, const CodeKey& key, bool is_precheck);
    /// Of memory, the disk or a worker. Valid until the next call.
    Result<const platform::MemoryFile*, PrepareError> prepared(const SessionCode& code, const CodeKey& key);
    void keep(const CodeKey& key, platform::MemoryFile file);
    Attempt attempt(const SessionCode& code, const CodeKey& key, const CandidateInput& input, uint64_t timeout_ms);

    Options options_;
    Workers workers_;
    std::string version_;
    std::map<Hash256, Kept> in_memory_;
    PreparationFailures failures_;
    uint64_t uses_ = 0;
};

}  // namespace serinus::pvf

/// Answers of runtimes, kept, and each asked for once.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "runtime_api/call.hpp"

namespace serinus::runtime_api {

/// Remembers encoded answers by block, call and arguments. Any thread. What was not used for longest falls out.
///
/// Concurrent requests for one answer execute one call: the first caller executes it, the others wait. Errors are not
/// kept. An interruption is the first caller's alone: one of those that wait executes the call once more. Other errors
/// go to all that wait.
///
/// In virtual time nobody waits: the thread that executes a call does nothing else meanwhile.
class AnswerCache {
  public:
    /// Ours. Observed: polkadot-node-core-runtime-api 36.0.0 keeps 128 answers of each call, of any size.
    struct Limits {
        size_t entries = 4096;
        size_t bytes = size_t{16} << 20;  ///< keys and answers, as `memory_of` counts them
        /// Larger ones are not kept: one answer shall not displace most others.
        size_t answer_bytes = size_t{4} << 20;
    };
    struct Figures {
        size_t entries = 0;
        size_t bytes = 0;
        uint64_t found = 0;   ///< requests that were answered from what was kept
        uint64_t joined = 0;  ///< requests that waited for the call of another one
        uint64_t asked = 0;   ///< calls that were executed
    };

    using Answer = std::shared_ptr<const Bytes>;
    using Ask = std::function<OrCallError<Bytes>()>;
    /// Whether an answer may be kept. Must not use the cache.
    using IsKept = std::function<bool(BytesView)>;

    AnswerCache() : AnswerCache(Limits{}) {}
    explicit AnswerCache(Limits limits) : limits_(limits) {}
    AnswerCache(const AnswerCache&) = delete;
    AnswerCache& operator=(const AnswerCache&) = delete;

    /// `key` names block (or session), call and arguments; see block_calls.cpp.
    OrCallError<Answer> find_or_ask(const std::string& key, const Ask& ask, const IsKept& is_kept);

    /// Forgets all answers: the states of blocks are others than before.
    void clear();
    Figures figures() const;

  private:
    /// A call that is being executed.
    struct Flight {
        bool has_ended = false;
        std::optional<OrCallError<Answer>> answer;  ///< nullopt: interrupted
    };
    struct Entry {
        std::string key;
        Answer answer;
    };

    static size_t memory_of(const Entry& entry) noexcept;
    void put(const std::string& key, Answer answer);

    const Limits limits_;
    mutable std::mutex mutex_;
    std::condition_variable has_landed_;
    std::list<Entry> entries_;  ///< the last used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
    uint64_t generation_ = 0;  ///< of clear(): what was asked before it is not kept after it
    Figures figures_;
};

}  // namespace serinus::runtime_api

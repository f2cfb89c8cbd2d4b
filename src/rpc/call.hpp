/// From the text of a request to the text of its answer, without any transport.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

#include "rpc/registry.hpp"
#include "rpc/session.hpp"

namespace serinus::rpc {

/// Is notified of every call; any thread.
class CallObserver {
  public:
    virtual ~CallObserver() = default;
    /// What finished() of the same call is given.
    virtual size_t started(std::string_view method) = 0;
    virtual void finished(size_t call, bool succeeded, uint64_t time_us) = 0;
};

struct CallOptions {
    bool deny_unsafe = false;
    size_t max_response_bytes = 15 << 20;          ///< of one answer, and of all answers of a batch together
    size_t max_batch_length = SIZE_MAX;            ///< 0: batches are refused
    std::optional<uint64_t> max_duration_ms = {};  ///< of one runtime call
    CallObserver* observer = nullptr;
    const char* protocol = "ws";  ///< for the log: "ws", "http"
    /// Whether one more call may be made now (rate limit); empty: always.
    std::function<bool()> may_call = {};
};

/// The calls of one text: a request, a notification, a batch, or malformed text. They run one after the other; between
/// two of them, calls of other connections can run. One thread at a time.
class CallRun {
  public:
    /// Parses `text`, which is not needed afterwards. `registry` must live longer.
    CallRun(const Registry& registry, CallOptions options, std::shared_ptr<Session> session, std::string_view text);
    ~CallRun();
    CallRun(const CallRun&) = delete;
    CallRun& operator=(const CallRun&) = delete;

    bool is_done() const noexcept;
    /// The cost of the next call. Not when all calls are done.
    Cost cost() const;
    /// Whether the next call may run on the thread of the sockets: none of a batch, which can be long. `brief_too`: one
    /// that is usually brief may.
    bool is_at_once(bool brief_too) const;
    enum class Step : uint8_t {
        kDone,   ///< the call has its answer
        kLater,  ///< it gives its result by `later`, at any time, and the result goes to finish() before anything else
                 ///< is done; only with a `later`
        kAgain,  ///< it gave way, as `turn` was stopped, and is the next one still
    };
    /// Runs the next call; blocks as long as its method does. Not when all calls are done. `turn`: Call::turn.
    [[nodiscard]] Step run_next(const Later& later, const std::stop_token& turn = {});
    void run_next() { (void)run_next({}); }
    void finish(RpcResult result);
    /// Once, when all calls are done.
    Answer take_answer();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Runs all calls of a text at once.
Answer handle(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session,
              std::string_view text);

}  // namespace serinus::rpc

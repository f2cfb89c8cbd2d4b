/// From the text of a request to the text of its answer, without any transport.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "rpc/registry.hpp"
#include "rpc/session.hpp"

namespace serinus::rpc {

/// Sees every call; any thread.
class CallObserver {
  public:
    virtual ~CallObserver() = default;
    virtual void started(std::string_view method) = 0;
    virtual void finished(std::string_view method, bool succeeded, uint64_t time_us) = 0;
};

struct CallOptions {
    bool deny_unsafe = false;
    size_t max_response_bytes = 15 << 20;  ///< of one answer, and of all answers of a batch together
    size_t max_batch_length = SIZE_MAX;    ///< 0: batches are refused
    CallObserver* observer = nullptr;
    /// Whether one more call may be made now (rate limit); empty: always.
    std::function<bool()> may_call = {};
};

/// Answers one text: a request, a notification, a batch, or nonsense. Blocks as long as the methods do. Calls of a
/// batch run one after the other.
Answer handle(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session,
              std::string_view text);

}  // namespace serinus::rpc

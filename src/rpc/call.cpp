#include "rpc/call.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "platform/log.hpp"
#include "rpc/jsonrpc.hpp"

namespace serinus::rpc {
namespace {

constexpr std::string_view kLogTarget = "rpc_metrics";
constexpr std::string_view kLogAnswerTarget = "rpc_metrics::extra";

/// Calls methods and makes the texts of their answers.
class Dispatcher {
  public:
    Dispatcher(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session)
        : registry_(registry), options_(options), session_(session), connection_(session) {}

    /// Empty for a notification.
    std::string text_of(Item& item, Answer& answer) {
        if (std::holds_alternative<Notification>(item)) return {};
        if (const auto* invalid = std::get_if<Invalid>(&item)) return write_error(invalid->id, invalid->error);
        return answer_to(std::get<Request>(item), answer);
    }

  private:
    std::string answer_to(Request& request, Answer& answer) {
        const Registry::Entry* entry = registry_.find(request.method);
        const std::string_view name = entry ? std::string_view(request.method) : "unknown";
        const uint64_t start_ns = session_->scheduler().now_ns();
        if (options_.observer) options_.observer->started(name);
        log_call(request);
        const std::string method = request.method;
        const RpcResult result = guarded(entry, request, answer);
        bool succeeded = false;
        std::string text = result ? write_result(request.id, *result, options_.max_response_bytes, succeeded)
                                  : write_error(request.id, result.error());
        const uint64_t time_us = (session_->scheduler().now_ns() - start_ns) / 1000;
        if (options_.observer) options_.observer->finished(name, succeeded, time_us);
        log_answer(method, text, time_us);
        return text;
    }

    /// Observed: polkadot-stable2407, sc-rpc-server; `-lrpc=trace` enables these targets, which begin with "rpc".
    void log_call(const Request& request) const {
        log::trace(kLogTarget, [&] {
            const std::string params =
                request.params.is_null() ? "None" : "Some(" + quoted(boost::json::serialize(request.params)) + ")";
            return prefix() + "on_call name=" + request.method + " params=Params(" + params + ")";
        });
    }
    void log_answer(const std::string& method, const std::string& text, uint64_t time_us) const {
        log::trace(kLogAnswerTarget, [&] { return prefix() + "result=" + text; });
        log::debug(kLogTarget, [&] { return prefix() + method + " call took " + std::to_string(time_us) + " μs"; });
    }
    std::string prefix() const { return "[" + std::string(options_.protocol) + "] "; }
    static std::string quoted(const std::string& text) {
        return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
    }

    /// A handler that throws is a bug of ours, and of this call alone.
    RpcResult guarded(const Registry::Entry* entry, Request& request, Answer& answer) {
        try {
            return result_of(entry, request, answer);
        } catch (const std::exception& thrown) {
            log::error("rpc", "Method " + request.method + " threw: " + thrown.what());
            return Err(internal_error());
        }
    }

    RpcResult result_of(const Registry::Entry* entry, Request& request, Answer& answer) {
        if (options_.may_call && !options_.may_call()) return Err(rate_limited());
        ENSURE(entry != nullptr, method_not_found());
        ENSURE(!options_.deny_unsafe || entry->options.safety == Safety::kSafe, denied_as_unsafe());
        if (entry->is_unsubscribe) return unsubscribe(*entry, request);
        // Observed: the answer to a subscription over HTTP.
        if (!entry->method) ENSURE(session_->can_subscribe(), internal_error());
        TRY_ASSIGN(const Params params, positional(std::move(request.params), entry->options.parameters));
        bool is_interrupted = false;
        const Call call{.params = params,
                        .connection = connection_,
                        .after_answer = &answer.after,
                        .deny_unsafe = options_.deny_unsafe,
                        .max_duration_ms = options_.max_duration_ms,
                        .is_interrupted = &is_interrupted};
        RpcResult result = entry->method ? entry->method(call) : subscribe(*entry, call, answer);
        if (!result && is_interrupted) {
            if (session_->stop_token().stop_requested()) return Err(server_is_busy());
            return Err(took_too_long(options_.max_duration_ms.value_or(0)));
        }
        return result;
    }

    RpcResult subscribe(const Registry::Entry& entry, const Call& call, Answer& answer) {
        const auto subscription = session_->open_subscription(entry.notification);
        ENSURE(subscription != nullptr, too_many_subscriptions(session_->max_subscriptions()));
        auto result = entry.subscribe(call, subscription);
        if (!result) {
            subscription->close();
            return Err(std::move(result).error());
        }
        answer.opened.push_back(subscription);
        return Json(subscription->id());
    }

    /// Observed: what is no id of a subscription is answered by `false`, not by an error.
    RpcResult unsubscribe(const Registry::Entry& entry, Request& request) {
        ENSURE(session_->can_subscribe(), internal_error());
        const auto params = positional(std::move(request.params), entry.options.parameters);
        if (!params || params->size() != 1) return Json(false);
        const auto id = params->string(0, "subscription");
        return Json(id && session_->unsubscribe(*id, entry.notification));
    }

    const Registry& registry_;
    const CallOptions& options_;
    const std::shared_ptr<Session>& session_;
    const std::shared_ptr<Connection> connection_;
};

}  // namespace

struct CallRun::Impl {
    const Registry& registry;
    const CallOptions options;
    const std::shared_ptr<Session> session;
    Dispatcher dispatcher{registry, options, session};
    std::vector<Item> items;
    size_t next = 0;
    bool is_batch = false;
    Answer answer = {};

    void append(const std::string& text) {
        if (text.empty()) return;
        const size_t size = std::max<size_t>(1, answer.text.size()) + text.size() + 1;
        if (size > options.max_response_bytes) {
            for (const auto& opened : answer.opened) opened->close();  // their ids never reach the client
            answer = {.text = write_error("null", too_big_batch_response(options.max_response_bytes)),
                      .after = std::move(answer.after)};
            next = items.size();
            is_batch = false;
            return;
        }
        answer.text += answer.text.empty() ? "[" : ",";
        answer.text += text;
    }
};

CallRun::CallRun(const Registry& registry, CallOptions options, std::shared_ptr<Session> session, std::string_view text)
    : impl_(new Impl{.registry = registry, .options = std::move(options), .session = std::move(session), .items = {}}) {
    Message message = read_message(text, impl_->options.max_batch_length);
    if (auto* batch = std::get_if<Batch>(&message)) {
        impl_->items = std::move(batch->items);
        impl_->is_batch = true;
    } else if (auto* request = std::get_if<Request>(&message)) {
        impl_->answer.id = request->id;
        impl_->items.emplace_back(std::move(*request));
    } else if (auto* invalid = std::get_if<Invalid>(&message)) {
        impl_->items.emplace_back(std::move(*invalid));
    }
}

CallRun::~CallRun() = default;

bool CallRun::is_done() const noexcept { return impl_->next == impl_->items.size(); }

Cost CallRun::cost() const {
    const auto* request = std::get_if<Request>(&impl_->items.at(impl_->next));
    const auto* entry = request != nullptr ? impl_->registry.find(request->method) : nullptr;
    if (entry == nullptr) return Cost::kLight;
    return entry->options.is_light && entry->options.is_light(request->params) ? Cost::kLight : entry->options.cost;
}

void CallRun::run_next() {
    Item& item = impl_->items.at(impl_->next);
    std::string text = impl_->dispatcher.text_of(item, impl_->answer);
    item = Notification{};  // its memory is not needed any more
    ++impl_->next;
    if (impl_->is_batch) return impl_->append(text);
    impl_->answer.text = std::move(text);
}

Answer CallRun::take_answer() {
    SERINUS_ASSERT(is_done());
    if (impl_->is_batch && !impl_->answer.text.empty()) impl_->answer.text += ']';
    return std::move(impl_->answer);
}

Answer handle(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session,
              std::string_view text) {
    CallRun run(registry, options, session, text);
    while (!run.is_done()) run.run_next();
    return run.take_answer();
}

}  // namespace serinus::rpc

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
    Dispatcher(const CallOptions& options, const std::shared_ptr<Session>& session)
        : options_(options), session_(session), connection_(session) {}

    /// Empty for a notification. nullopt: the text is that of finish(), once `later` has given the result, or the call
    /// gave way.
    /// `entry`: the method of a request; nullptr: there is none of its name.
    std::optional<std::string> text_of(Item& item, const Registry::Entry* entry, Answer& answer, const Later& later,
                                       const std::stop_token& turn) {
        if (std::holds_alternative<Notification>(item)) return std::string();
        if (const auto* invalid = std::get_if<Invalid>(&item)) return write_error(invalid->id, invalid->error);
        Request& request = std::get<Request>(item);
        if (!gave_way_) {
            start_ns_ = session_->scheduler().now_ns();
            if (options_.observer) {
                observed_ = options_.observer->started(entry != nullptr ? std::string_view(request.method) : "unknown");
            }
            log_call(request);
        }
        const auto result = guarded(entry, request, answer, later, turn);
        if (!result) return std::nullopt;
        return finish(request, *result);
    }

    /// Whether the last call did so; it is made once more then.
    bool gave_way() const noexcept { return gave_way_; }

    using Output = std::variant<Json, std::shared_ptr<const std::string>>;
    using OutputOrError = Result<Output, RpcError>;
    std::string finish(const Request& request, const OutputOrError& result) {
        bool succeeded = false;
        std::string text = result ? std::visit(
                                        [&](const auto& output) {
                                            return write_result(request.id, text_or_value(output),
                                                                options_.max_response_bytes, succeeded);
                                        },
                                        *result)
                                  : write_error(request.id, result.error());
        const uint64_t time_us = (session_->scheduler().now_ns() - start_ns_) / 1000;
        if (options_.observer) options_.observer->finished(observed_, succeeded, time_us);
        log_answer(request.method, text, time_us);
        return text;
    }

    static OutputOrError output_of(RpcResult result) {
        if (!result) return Err(std::move(result).error());
        return Output(*std::move(result));
    }

  private:
    static const Json& text_or_value(const Json& value) { return value; }
    static std::string_view text_or_value(const std::shared_ptr<const std::string>& text) { return *text; }

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
    std::optional<OutputOrError> guarded(const Registry::Entry* entry, Request& request, Answer& answer,
                                         const Later& later, const std::stop_token& turn) {
        try {
            auto params = arguments_of(entry, request);
            if (!params) return OutputOrError(Err(std::move(params).error()));
            auto result = result_of(*entry, *params, answer, later, turn);
            if (gave_way_) request.params = std::move(*params).take();
            return result;
        } catch (const std::exception& thrown) {
            log::error("rpc", "Method " + request.method + " threw: " + thrown.what());
            return OutputOrError(Err(internal_error()));
        }
    }

    /// Those of a call that may be made.
    Result<Params, RpcError> arguments_of(const Registry::Entry* entry, Request& request) {
        if (!gave_way_ && options_.may_call && !options_.may_call()) return Err(rate_limited());
        ENSURE(entry != nullptr, method_not_found());
        ENSURE(!options_.deny_unsafe || entry->options.safety == Safety::kSafe, denied_as_unsafe());
        // Observed: polkadot 1.25.1: the answer to a subscription over HTTP.
        if (!entry->method && !entry->text_method) ENSURE(session_->can_subscribe(), internal_error());
        auto params = positional(std::move(request.params), entry->options.parameters);
        if (!params && entry->is_unsubscribe) return Params({});
        return params;
    }

    std::optional<OutputOrError> result_of(const Registry::Entry& entry, const Params& params, Answer& answer,
                                           const Later& later, const std::stop_token& turn) {
        gave_way_ = false;
        if (entry.is_unsubscribe) return output_of(unsubscribe(entry, params));
        bool is_interrupted = false;
        const Call call{.params = params,
                        .connection = connection_,
                        .after_answer = &answer.after,
                        .deny_unsafe = options_.deny_unsafe,
                        .max_duration_ms = options_.max_duration_ms,
                        .is_interrupted = &is_interrupted,
                        .turn = turn};
        auto result = called(entry, call, answer, later);
        if (result && !*result && is_interrupted) {
            if (session_->stop_token().stop_requested()) return OutputOrError(Err(server_is_busy()));
            gave_way_ = turn.stop_requested();
            if (gave_way_) return std::nullopt;
            return OutputOrError(Err(took_too_long(options_.max_duration_ms.value_or(0))));
        }
        return result;
    }

    std::optional<OutputOrError> called(const Registry::Entry& entry, const Call& call, Answer& answer,
                                        const Later& later) {
        if (entry.text_method) {
            auto text = entry.text_method(call);
            return text ? OutputOrError(*std::move(text)) : OutputOrError(Err(std::move(text).error()));
        }
        auto result = entry.method ? entry.method(call, later) : std::optional(subscribe(entry, call, answer));
        if (!result) return std::nullopt;
        return output_of(*std::move(result));
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

    /// Observed: polkadot 1.25.1: what is no id of a subscription is answered by `false`, not by an error.
    RpcResult unsubscribe(const Registry::Entry& entry, const Params& params) {
        if (params.size() != 1) return Json(false);
        const auto id = params.string(0, "subscription");
        return Json(id && session_->unsubscribe(*id, entry.notification));
    }

    const CallOptions& options_;
    const std::shared_ptr<Session>& session_;
    const std::shared_ptr<Connection> connection_;
    // Of the call that runs:
    size_t observed_ = 0;
    bool gave_way_ = false;
    uint64_t start_ns_ = 0;
};

}  // namespace

struct CallRun::Impl {
    const Registry& registry;
    const CallOptions options;
    const std::shared_ptr<Session> session;
    Dispatcher dispatcher{options, session};
    std::vector<Item> items;
    size_t next = 0;
    bool is_batch = false;
    Answer answer = {};
    /// Of the next call, once it was looked for.
    std::optional<const Registry::Entry*> entry = {};

    /// nullptr: it is no request, or one of a method that is not there.
    const Registry::Entry* entry_of_next() {
        if (entry) return *entry;
        const auto* request = std::get_if<Request>(&items.at(next));
        entry = request != nullptr ? registry.find(request->method) : nullptr;
        return *entry;
    }

    /// The text of the answer to the next call.
    void take(std::string text) {
        items[next] = Notification{};  // its memory is not needed any more
        ++next;
        entry.reset();
        if (is_batch) return append(text);
        answer.text = std::move(text);
    }

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
    const auto* entry = impl_->entry_of_next();
    if (entry == nullptr) return Cost::kLight;
    return entry->options.cost;
}

bool CallRun::is_at_once(bool brief_too) const {
    if (impl_->is_batch) return false;
    const auto* entry = impl_->entry_of_next();
    if (entry == nullptr) return false;
    return entry->options.is_at_once || (brief_too && entry->options.is_usually_brief);
}

CallRun::Step CallRun::run_next(const Later& later, const std::stop_token& turn) {
    auto text =
        impl_->dispatcher.text_of(impl_->items.at(impl_->next), impl_->entry_of_next(), impl_->answer, later, turn);
    if (!text) {
        if (impl_->dispatcher.gave_way()) return Step::kAgain;
        SERINUS_ASSERT(later != nullptr);
        return Step::kLater;
    }
    impl_->take(*std::move(text));
    return Step::kDone;
}

void CallRun::finish(RpcResult result) {
    const auto& request = std::get<Request>(impl_->items.at(impl_->next));
    impl_->take(impl_->dispatcher.finish(request, Dispatcher::output_of(std::move(result))));
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

#include "rpc/call.hpp"

#include <exception>
#include <utility>

#include "platform/log.hpp"
#include "rpc/jsonrpc.hpp"

namespace serinus::rpc {
namespace {

class Dispatcher {
  public:
    Dispatcher(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session)
        : registry_(registry), options_(options), session_(session), connection_(session) {}

    Answer single(Item item) {
        Answer answer;
        answer.text = text_of(item, answer);
        if (const auto* request = std::get_if<Request>(&item)) answer.id = request->id;
        return answer;
    }

    Answer batch(Batch batch) {
        Answer answer;
        answer.text = "[";
        for (Item& item : batch.items) {
            const std::string text = text_of(item, answer);
            if (text.empty()) continue;
            if (answer.text.size() + text.size() + 1 > options_.max_response_bytes) return too_big(std::move(answer));
            if (answer.text.size() > 1) answer.text += ',';
            answer.text += text;
        }
        // Nothing but notifications.
        if (answer.text.size() == 1) return {};
        answer.text += ']';
        return answer;
    }

  private:
    Answer too_big(Answer answer) {
        // Their ids never reach the client.
        for (const auto& opened : answer.opened) opened->close();
        return {.text = write_error("null", too_big_batch_response(options_.max_response_bytes)),
                .after = std::move(answer.after)};
    }

    /// Empty for a notification.
    std::string text_of(Item& item, Answer& answer) {
        if (std::holds_alternative<Notification>(item)) return {};
        if (const auto* invalid = std::get_if<Invalid>(&item)) return write_error(invalid->id, invalid->error);
        return answer_to(std::get<Request>(item), answer);
    }

    std::string answer_to(Request& request, Answer& answer) {
        const Registry::Entry* entry = registry_.find(request.method);
        const std::string_view name = entry ? std::string_view(request.method) : "unknown";
        const uint64_t start = session_->scheduler().now_ns();
        if (options_.observer) options_.observer->started(name);
        const RpcResult result = guarded(entry, request, answer);
        bool succeeded = false;
        std::string text = result ? write_result(request.id, *result, options_.max_response_bytes, succeeded)
                                  : write_error(request.id, result.error());
        if (options_.observer) {
            options_.observer->finished(name, succeeded, (session_->scheduler().now_ns() - start) / 1000);
        }
        return text;
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
        const Call call{params, connection_, &answer.after};
        return entry->method ? entry->method(call) : subscribe(*entry, call, answer);
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

Answer handle(const Registry& registry, const CallOptions& options, const std::shared_ptr<Session>& session,
              std::string_view text) {
    Message message = read_message(text, options.max_batch_length);
    Dispatcher dispatcher(registry, options, session);
    if (auto* batch = std::get_if<Batch>(&message)) return dispatcher.batch(std::move(*batch));
    if (auto* request = std::get_if<Request>(&message)) return dispatcher.single(std::move(*request));
    if (const auto* invalid = std::get_if<Invalid>(&message)) return {write_error(invalid->id, invalid->error)};
    return {};
}

}  // namespace serinus::rpc

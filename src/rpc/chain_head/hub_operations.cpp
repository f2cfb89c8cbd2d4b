// What followers ask about pinned blocks.
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/chain_head/hub.hpp"
#include "rpc/chain_head/storage_params.hpp"
#include "rpc/methods/access.hpp"

namespace serinus::rpc::chain_head {
namespace {

const RpcError kInvalidBlock{error_codes::kInvalidBlock, "Invalid block hash"};

Json started(const std::string& operation, std::optional<size_t> discarded) {
    boost::json::object out{{"result", "started"}, {"operationId", operation}};
    if (discarded) out["discardedItems"] = *discarded;
    return out;
}

Json limit_reached() { return boost::json::object{{"result", "limitReached"}}; }

}  // namespace

/// What was asked, until its last message.
struct Hub::Operation {
    SubscriptionId subscription = 0;
    std::string id;
    Hash256 block;
    bool needs_runtime = false;
    executor::CallContext limits = {};
    std::optional<StorageAnswer> answer;
};

/// nullopt: this connection has no such subscription; those of others are not its business.
std::optional<SubscriptionId> Hub::find_subscription(const Call& call, const std::string& name) const {
    const auto found = by_name_.find({call.connection->id(), name});
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

RpcResult Hub::header(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const Hash256 hash, call.params.hash(1, "hash"));
    std::shared_ptr<const primitives::Header> header;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return Json(nullptr);
        const Verdict verdict = head_->check_pinned(*id, hash);
        if (verdict == Verdict::kNoSubscription) return Json(nullptr);
        ENSURE(verdict == Verdict::kGood, kInvalidBlock);
        const auto found = headers_.find(hash);
        if (found != headers_.end()) header = found->second;
    }
    if (header == nullptr) {
        auto read = services_.client.find_header(hash);
        ENSURE(read, RpcError{rpc::error_codes::kInternal, "Internal error: " + read.error().reason});
        header = std::move(*read);
    }
    if (header == nullptr) return Json(nullptr);
    return Json(to_hex_prefixed(scale::encode(*header)));
}

/// Answers, and then lets `work` run: at once if it is short, otherwise on another worker.
RpcResult Hub::begin(const Call& call, OperationPtr operation, size_t slots, bool at_once, Work work) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(operation->block, call.params.hash(1, "hash"));
    size_t discarded = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return limit_reached();
        operation->subscription = *id;
        const effect::Answer begun =
            handle(input::BeginOperation{*id, operation->block, slots, operation->needs_runtime}).answer;
        switch (begun.verdict) {
            case Verdict::kNoSubscription:
            case Verdict::kLimitReached:
                return limit_reached();
            case Verdict::kNoRuntime:
                return Err(
                    RpcError{error_codes::kNoRuntime, "Invalid parameter: The runtime updates flag must be set"});
            case Verdict::kGood:
                break;
            default:
                return Err(kInvalidBlock);
        }
        operation->id = begun.operation.id;
        discarded = slots - std::min(slots, begun.operation.slots);
    }
    if (operation->answer) operation->answer->drop_last(discarded);
    Json answer = started(operation->id, operation->answer ? std::optional(discarded) : std::nullopt);
    run(call, at_once, operation, std::move(work));
    return answer;
}

void Hub::run(const Call& call, bool at_once, const OperationPtr& operation, Work work) {
    auto start = [weak = weak_from_this(), connection = call.connection, at_once, operation, work = std::move(work)] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        if (at_once) return (void)work(operation, {});
        const bool is_posted = connection->post_repeatable([weak, operation, work](const std::stop_token& turn) {
            const auto kept = weak.lock();
            return kept == nullptr || work(operation, turn);
        });
        if (!is_posted) hub->send_result(*operation, {operation_inaccessible(operation->id)});
    };
    if (call.after_answer == nullptr) return start();
    call.after_answer->push_back(std::move(start));
}

/// The last messages of an operation.
void Hub::send_result(Operation& operation, std::vector<std::string> texts) {
    const std::lock_guard lock(mutex_);
    const Verdict verdict = handle(input::EndOperation{operation.subscription, operation.id}).answer.verdict;
    const auto follower = followers_.find(operation.subscription);
    if (verdict != Verdict::kGood || follower == followers_.end()) return;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)), 1);
}

/// The messages of a page that is not the last one.
void Hub::pause(const OperationPtr& operation, std::vector<std::string> texts) {
    const std::lock_guard lock(mutex_);
    const Verdict verdict = handle(input::PauseOperation{operation->subscription, operation->id}).answer.verdict;
    const auto follower = followers_.find(operation->subscription);
    if (verdict != Verdict::kGood || follower == followers_.end()) return;
    waiting_[{operation->subscription, operation->id}] = operation;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)), 1);
}

RpcResult Hub::body(const Call& call) {
    return begin(call, std::make_shared<Operation>(), 1, true, [this](const OperationPtr& begun, const auto&) {
        send_result(*begun, {work_.read_body(begun->id, begun->block)});
        return true;
    });
}

RpcResult Hub::call(const Call& call) {
    TRY_ASSIGN(const std::string function, call.params.string(2, "function"));
    TRY_ASSIGN(const Bytes arguments, call.params.bytes(3, "callParameters"));
    auto operation = std::make_shared<Operation>();
    operation->needs_runtime = true;
    operation->limits = limits_of(call);
    return begin(call, std::move(operation), 1, false,
                 [this, function, arguments](const OperationPtr& begun, const std::stop_token& turn) {
                     begun->limits.stop = turn;
                     auto result = work_.call_runtime(begun->id, begun->block, function, arguments, begun->limits);
                     if (!result) return false;
                     send_result(*begun, {*std::move(result)});
                     return true;
                 });
}

std::shared_ptr<KeptBlock> Hub::find_kept(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    return kept_.find(block);
}

RpcResult Hub::storage(const Call& call) {
    TRY_ASSIGN(auto queries, storage_queries(call.params, 2, false));
    TRY_ASSIGN(auto child, child_trie(call.params, 3));
    const size_t count = queries.size();
    const bool is_short = std::none_of(queries.begin(), queries.end(),
                                       [](const StorageQuery& query) { return query.is_of_descendants(); });
    auto operation = std::make_shared<Operation>();
    operation->answer.emplace(std::move(queries), std::move(child));
    return begin(call, std::move(operation), count, is_short,
                 [this](const OperationPtr& started, const auto&) { return read_storage(started); });
}

/// One page; the next when the client wants it.
bool Hub::read_storage(const OperationPtr& operation) {
    auto page = work_.read_storage(operation->id, operation->block, *operation->answer);
    if (page.is_last) {
        send_result(*operation, std::move(page.messages));
    } else {
        pause(operation, std::move(page.messages));
    }
    return true;
}

RpcResult Hub::continue_(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation_id, call.params.string(1, "operationId"));
    OperationPtr operation;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return Json(nullptr);
        const Verdict verdict = handle(input::ContinueOperation{*id, operation_id}).answer.verdict;
        ENSURE(verdict != Verdict::kNotWaiting,
               RpcError{error_codes::kNotWaiting, "Wait for continue event was not generated for the subscription"});
        if (verdict != Verdict::kGood) return Json(nullptr);
        auto found = waiting_.extract({*id, operation_id});
        SERINUS_ASSERT(!found.empty());
        operation = std::move(found.mapped());
    }
    run(call, false, operation, [this](const OperationPtr& started, const auto&) { return read_storage(started); });
    return Json(nullptr);
}

RpcResult Hub::stop_operation(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation_id, call.params.string(1, "operationId"));
    const std::lock_guard lock(mutex_);
    const auto id = find_subscription(call, name);
    if (!id) return Json(nullptr);
    handle(input::StopOperation{*id, operation_id});
    waiting_.erase({*id, operation_id});
    return Json(nullptr);
}

RpcResult Hub::unpin(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    std::vector<Hash256> hashes;
    const Json* given = call.params.find(1);
    if (given != nullptr && given->is_array()) {
        for (const Bytes& bytes : TRY(call.params.bytes_list(1, "hashOrHashes"))) {
            const auto hash = Hash256::from(bytes);
            ENSURE(hash, RpcError{rpc::error_codes::kInvalidParams, "Invalid params", Json("expected 32 bytes")});
            hashes.push_back(*hash);
        }
    } else {
        hashes.push_back(TRY(call.params.hash(1, "hashOrHashes")));
    }
    const std::lock_guard lock(mutex_);
    const auto id = find_subscription(call, name);
    if (!id) return Json(nullptr);
    const Verdict verdict = handle(input::Unpin{*id, std::move(hashes)}).answer.verdict;
    ENSURE(verdict != Verdict::kTwice,
           RpcError{error_codes::kDuplicateHashes, "Received duplicate hashes for the `chainHead_unpin` method"});
    ENSURE(verdict != Verdict::kNotPinned, kInvalidBlock);
    return Json(nullptr);
}

}  // namespace serinus::rpc::chain_head

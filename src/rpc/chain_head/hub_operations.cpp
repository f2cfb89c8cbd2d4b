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

std::string failure(const std::string& operation, bool may_work_later, const std::string& reason) {
    return may_work_later ? operation_inaccessible(operation) : operation_error(operation, reason);
}

/// As a body holds it: with its length before it.
std::vector<Bytes> with_lengths(const primitives::Body& body) {
    std::vector<Bytes> out;
    out.reserve(body.size());
    for (const primitives::Extrinsic& extrinsic : body) out.push_back(scale::encode(extrinsic));
    return out;
}

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
        ChainHead::Begun begun = head_->begin(*id, operation->block, slots, operation->needs_runtime);
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
        if (at_once) return work(operation);
        const bool is_posted = connection->post(Cost::kHeavy, [weak, operation, work] {
            if (const auto kept = weak.lock()) work(operation);
        });
        if (!is_posted) hub->send_result(*operation, {operation_inaccessible(operation->id)});
    };
    if (call.after_answer == nullptr) return start();
    call.after_answer->push_back(std::move(start));
}

/// The last messages of an operation.
void Hub::send_result(Operation& operation, std::vector<std::string> texts) {
    const std::lock_guard lock(mutex_);
    Operations* operations = head_->operations(operation.subscription);
    const auto follower = followers_.find(operation.subscription);
    if (operations == nullptr || follower == followers_.end()) return;
    const bool is_wanted = operations->is_wanted(operation.id);
    operations->end(operation.id);
    if (!is_wanted) return;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)), 1);
}

RpcResult Hub::body(const Call& call) {
    return begin(call, std::make_shared<Operation>(), 1, true,
                 [this](const OperationPtr& operation) { read_body(*operation); });
}

void Hub::read_body(Operation& operation) {
    auto body = services_.client.find_body(operation.block);
    if (body && !*body) {
        if (const auto kept = find_kept(operation.block)) *body = kept->body;
    }
    if (!body) return send_result(operation, {operation_error(operation.id, body.error().reason)});
    if (!*body) return send_result(operation, {operation_inaccessible(operation.id)});
    send_result(operation, {operation_body_done(operation.id, with_lengths(**body))});
}

RpcResult Hub::call(const Call& call) {
    TRY_ASSIGN(const std::string function, call.params.string(2, "function"));
    TRY_ASSIGN(const Bytes arguments, call.params.bytes(3, "callParameters"));
    auto operation = std::make_shared<Operation>();
    operation->needs_runtime = true;
    operation->limits = limits_of(call);
    return begin(call, std::move(operation), 1, false,
                 [this, function, arguments](const OperationPtr& begun) { call_runtime(*begun, function, arguments); });
}

void Hub::call_runtime(Operation& operation, const std::string& function, const Bytes& arguments) {
    auto output = services_.client.call(operation.block, function, arguments, operation.limits);
    if (!output && output.error().kind == executor::CallError::Kind::kState) {
        if (const auto kept = find_kept(operation.block))
            output = call_kept(*kept, function, arguments, operation.limits);
    }
    if (output) return send_result(operation, {operation_call_done(operation.id, *output)});
    const auto kind = output.error().kind;
    const bool may_work_later =
        kind == executor::CallError::Kind::kState || kind == executor::CallError::Kind::kInterrupted;
    send_result(operation, {failure(operation.id, may_work_later, output.error().reason)});
}

/// With the runtime in the state itself: no chain has a substitute for a block that can still be pruned.
Result<Bytes, executor::CallError> Hub::call_kept(KeptBlock& block, const std::string& function, BytesView arguments,
                                                  const executor::CallContext& limits) {
    const std::lock_guard lock(block.mutex);
    state::Overlay overlay(*block.state);
    executor::Executor& executor = services_.client.executor();
    TRY_ASSIGN(const auto runtime, executor.runtime_of(overlay));
    return executor.call(*runtime, function, arguments, overlay, limits);
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
                 [this](const OperationPtr& started) { read_storage(started); });
}

/// One page; the next when the client wants it.
void Hub::read_storage(const OperationPtr& operation) {
    const std::string& id = operation->id;
    Result<StorageAnswer::Page, state::StateError> page = state::StateError{state::StateError::Kind::kMissing, ""};
    if (const auto kept = find_kept(operation->block)) {
        const std::lock_guard lock(kept->mutex);
        page = operation->answer->next(*kept->state, PageLimit());
    } else if (auto state = services_.client.state_of(operation->block)) {
        page = operation->answer->next(**state, PageLimit());
    } else if (state.error().kind != chain::ChainError::Kind::kState) {
        page = state::StateError{state::StateError::Kind::kIo, state.error().reason};
    }
    if (!page) {
        const bool may_work_later = page.error().kind == state::StateError::Kind::kMissing;
        return send_result(*operation, {failure(id, may_work_later, page.error().reason)});
    }
    std::string items;
    for (const std::string& item : page->items) items += (items.empty() ? "{" : ",{") + item + "}";
    std::vector<std::string> texts;
    if (!items.empty()) texts.push_back(operation_storage_items(id, items));
    if (page->is_last) {
        texts.push_back(operation_storage_done(id));
        return send_result(*operation, std::move(texts));
    }
    texts.push_back(operation_waiting_for_continue(id));
    const std::lock_guard lock(mutex_);
    Operations* operations = head_->operations(operation->subscription);
    const auto follower = followers_.find(operation->subscription);
    if (operations == nullptr || follower == followers_.end()) return;
    if (!operations->wait(id)) return operations->end(id);
    waiting_[{operation->subscription, id}] = operation;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)), 1);
}

RpcResult Hub::continue_(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation_id, call.params.string(1, "operationId"));
    OperationPtr operation;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return Json(nullptr);
        const Verdict verdict = head_->continue_(*id, operation_id);
        ENSURE(verdict != Verdict::kNotWaiting,
               RpcError{error_codes::kNotWaiting, "Wait for continue event was not generated for the subscription"});
        if (verdict != Verdict::kGood) return Json(nullptr);
        auto found = waiting_.extract({*id, operation_id});
        SERINUS_ASSERT(!found.empty());
        operation = std::move(found.mapped());
    }
    run(call, false, operation, [this](const OperationPtr& started) { read_storage(started); });
    return Json(nullptr);
}

RpcResult Hub::stop_operation(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation_id, call.params.string(1, "operationId"));
    const std::lock_guard lock(mutex_);
    const auto id = find_subscription(call, name);
    if (!id) return Json(nullptr);
    Operations* operations = head_->operations(*id);
    if (operations != nullptr) operations->stop(operation_id);
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
    const Verdict verdict = head_->unpin(*id, hashes);
    ENSURE(verdict != Verdict::kTwice,
           RpcError{error_codes::kDuplicateHashes, "Received duplicate hashes for the `chainHead_unpin` method"});
    ENSURE(verdict != Verdict::kNotPinned, kInvalidBlock);
    return Json(nullptr);
}

}  // namespace serinus::rpc::chain_head

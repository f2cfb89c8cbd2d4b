// What followers ask about pinned blocks.
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/chain_head/hub_types.hpp"
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
        const auto found = blocks_.find(hash);
        if (found != blocks_.end()) header = found->second.header;
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
RpcResult Hub::begin(const Call& call, std::shared_ptr<Task> task, size_t slots, bool at_once, Work work) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(task->block, call.params.hash(1, "hash"));
    size_t discarded = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return limit_reached();
        task->subscription = *id;
        ChainHead::Begun begun = head_->begin(*id, task->block, slots, task->needs_runtime);
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
        task->operation = begun.operation.id;
        discarded = slots - std::min(slots, begun.operation.slots);
    }
    if (task->answer) task->answer->drop_last(discarded);
    Json answer = started(task->operation, task->answer ? std::optional(discarded) : std::nullopt);
    run(call, at_once, task, std::move(work));
    return answer;
}

void Hub::run(const Call& call, bool at_once, const std::shared_ptr<Task>& task, Work work) {
    auto start = [weak = weak_from_this(), connection = call.connection, at_once, task, work = std::move(work)] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        if (at_once) return work(task);
        const bool is_posted = connection->post(Cost::kHeavy, [weak, task, work] {
            if (const auto kept = weak.lock()) work(task);
        });
        if (!is_posted) hub->send_result(*task, {operation_inaccessible(task->operation)});
    };
    if (call.after_answer == nullptr) return start();
    call.after_answer->push_back(std::move(start));
}

/// The last messages of an operation.
void Hub::send_result(Task& task, std::vector<std::string> texts) {
    const std::lock_guard lock(mutex_);
    Operations* operations = head_->operations(task.subscription);
    const auto follower = followers_.find(task.subscription);
    if (operations == nullptr || follower == followers_.end()) return;
    const bool is_wanted = operations->is_wanted(task.operation);
    operations->end(task.operation);
    if (!is_wanted) return;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)));
}

RpcResult Hub::body(const Call& call) {
    return begin(call, std::make_shared<Task>(), 1, true,
                 [this](const std::shared_ptr<Task>& task) { read_body(*task); });
}

void Hub::read_body(Task& task) {
    auto body = services_.client.find_body(task.block);
    if (body && !*body) {
        if (const auto kept = find_kept(task.block)) *body = kept->body;
    }
    if (!body) return send_result(task, {operation_error(task.operation, body.error().reason)});
    if (!*body) return send_result(task, {operation_inaccessible(task.operation)});
    send_result(task, {operation_body_done(task.operation, with_lengths(**body))});
}

RpcResult Hub::call(const Call& call) {
    TRY_ASSIGN(const std::string function, call.params.string(2, "function"));
    TRY_ASSIGN(const Bytes arguments, call.params.bytes(3, "callParameters"));
    auto task = std::make_shared<Task>();
    task->needs_runtime = true;
    task->limits = limits_of(call);
    return begin(call, std::move(task), 1, false, [this, function, arguments](const std::shared_ptr<Task>& begun) {
        call_runtime(*begun, function, arguments);
    });
}

void Hub::call_runtime(Task& task, const std::string& function, const Bytes& arguments) {
    auto output = services_.client.call(task.block, function, arguments, task.limits);
    if (!output && output.error().kind == executor::CallError::Kind::kState) {
        if (const auto kept = find_kept(task.block)) output = call_kept(*kept, function, arguments, task.limits);
    }
    if (output) return send_result(task, {operation_call_done(task.operation, *output)});
    const auto kind = output.error().kind;
    const bool may_work_later =
        kind == executor::CallError::Kind::kState || kind == executor::CallError::Kind::kInterrupted;
    send_result(task, {failure(task.operation, may_work_later, output.error().reason)});
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
    auto task = std::make_shared<Task>();
    task->answer.emplace(std::move(queries), std::move(child));
    return begin(call, std::move(task), count, is_short,
                 [this](const std::shared_ptr<Task>& started) { read_storage(started); });
}

/// One page; the next when the client wants it.
void Hub::read_storage(const std::shared_ptr<Task>& task) {
    const std::string& id = task->operation;
    Result<StorageAnswer::Page, state::StateError> page = state::StateError{state::StateError::Kind::kMissing, ""};
    if (const auto kept = find_kept(task->block)) {
        const std::lock_guard lock(kept->mutex);
        page = task->answer->next(*kept->state, PageLimit());
    } else if (auto state = services_.client.state_of(task->block)) {
        page = task->answer->next(**state, PageLimit());
    } else if (state.error().kind != chain::ChainError::Kind::kState) {
        page = state::StateError{state::StateError::Kind::kIo, state.error().reason};
    }
    if (!page) {
        const bool may_work_later = page.error().kind == state::StateError::Kind::kMissing;
        return send_result(*task, {failure(id, may_work_later, page.error().reason)});
    }
    std::string items;
    for (const std::string& item : page->items) items += (items.empty() ? "{" : ",{") + item + "}";
    std::vector<std::string> texts;
    if (!items.empty()) texts.push_back(operation_storage_items(id, items));
    if (page->is_last) {
        texts.push_back(operation_storage_done(id));
        return send_result(*task, std::move(texts));
    }
    texts.push_back(operation_waiting_for_continue(id));
    const std::lock_guard lock(mutex_);
    Operations* operations = head_->operations(task->subscription);
    const auto follower = followers_.find(task->subscription);
    if (operations == nullptr || follower == followers_.end()) return;
    if (!operations->wait(id)) return operations->end(id);
    waiting_[{task->subscription, id}] = task;
    const auto kept = follower->second;
    for (std::string& text : texts) send(*kept, std::make_shared<const std::string>(std::move(text)));
}

RpcResult Hub::continue_(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation, call.params.string(1, "operationId"));
    std::shared_ptr<Task> task;
    {
        const std::lock_guard lock(mutex_);
        const auto id = find_subscription(call, name);
        if (!id) return Json(nullptr);
        const Verdict verdict = head_->go_on(*id, operation);
        ENSURE(verdict != Verdict::kNotWaiting,
               RpcError{error_codes::kNotWaiting, "Wait for continue event was not generated for the subscription"});
        if (verdict != Verdict::kGood) return Json(nullptr);
        auto found = waiting_.extract({*id, operation});
        SERINUS_ASSERT(!found.empty());
        task = std::move(found.mapped());
    }
    run(call, false, task, [this](const std::shared_ptr<Task>& started) { read_storage(started); });
    return Json(nullptr);
}

RpcResult Hub::stop_operation(const Call& call) {
    TRY_ASSIGN(const std::string name, call.params.string(0, "followSubscription"));
    TRY_ASSIGN(const std::string operation, call.params.string(1, "operationId"));
    const std::lock_guard lock(mutex_);
    const auto id = find_subscription(call, name);
    if (!id) return Json(nullptr);
    Operations* operations = head_->operations(*id);
    if (operations != nullptr) operations->stop(operation);
    waiting_.erase({*id, operation});
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

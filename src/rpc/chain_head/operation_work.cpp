#include "rpc/chain_head/operation_work.hpp"

#include "codec/scale.hpp"
#include "rpc/chain_head/events.hpp"

namespace serinus::rpc::chain_head {
namespace {

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

std::string OperationWork::read_body(const std::string& operation, const Hash256& block) {
    auto body = client_->find_body(block);
    if (body && !*body) {
        if (const auto kept = find_kept_(block)) *body = kept->body;
    }
    if (!body) return operation_error(operation, body.error().reason);
    if (!*body) return operation_inaccessible(operation);
    return operation_body_done(operation, with_lengths(**body));
}

std::optional<std::string> OperationWork::call_runtime(const std::string& operation, const Hash256& block,
                                                       const std::string& function, BytesView arguments,
                                                       const executor::CallContext& limits) {
    using Kind = executor::CallError::Kind;
    auto output = client_->call(block, function, arguments, limits);
    if (!output && output.error().kind == Kind::kState) {
        if (const auto kept = find_kept_(block)) output = call_kept(*kept, function, arguments, limits);
    }
    if (output) return operation_call_done(operation, *output);
    if (output.error().interruption == executor::CallError::Interruption::kStop && limits.stop.stop_requested()) {
        return std::nullopt;
    }
    const auto kind = output.error().kind;
    return failure(operation, kind == Kind::kState || kind == Kind::kInterrupted, output.error().reason);
}

/// With the runtime in the state itself: no chain has a substitute for a block that can still be pruned.
Result<Bytes, executor::CallError> OperationWork::call_kept(KeptBlock& block, const std::string& function,
                                                            BytesView arguments, const executor::CallContext& limits) {
    const std::lock_guard lock(block.mutex);
    state::Overlay overlay(*block.state);
    executor::Executor& executor = client_->executor();
    TRY_ASSIGN(const auto runtime, executor.runtime_of(overlay));
    return executor.call(*runtime, function, arguments, overlay, limits);
}

OperationWork::StoragePage OperationWork::read_storage(const std::string& operation, const Hash256& block,
                                                       StorageAnswer& answer) {
    Result<StorageAnswer::Page, state::StateError> page = state::StateError{state::StateError::Kind::kMissing, ""};
    if (const auto kept = find_kept_(block)) {
        const std::lock_guard lock(kept->mutex);
        page = answer.next(*kept->state, PageLimit());
    } else if (auto state = client_->state_of(block)) {
        page = answer.next(**state, PageLimit());
    } else if (state.error().kind != chain::ChainError::Kind::kState) {
        page = state::StateError{state::StateError::Kind::kIo, state.error().reason};
    }
    if (!page) {
        const bool may_work_later = page.error().kind == state::StateError::Kind::kMissing;
        return {{failure(operation, may_work_later, page.error().reason)}, true};
    }
    std::string items;
    for (const std::string& item : page->items) items += (items.empty() ? "{" : ",{") + item + "}";
    StoragePage out{{}, page->is_last};
    if (!items.empty()) out.messages.push_back(operation_storage_items(operation, items));
    out.messages.push_back(page->is_last ? operation_storage_done(operation)
                                         : operation_waiting_for_continue(operation));
    return out;
}

}  // namespace serinus::rpc::chain_head

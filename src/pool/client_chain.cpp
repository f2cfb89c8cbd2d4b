#include "pool/client_chain.hpp"

#include "codec/scale.hpp"
#include "pool/validity.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"
#include "runtime_api/transaction_queue.hpp"

namespace serinus::pool {
namespace {

namespace queue = runtime_api::transaction_queue;

PoolError internal(std::string reason) { return {.kind = PoolError::Kind::kInternal, .reason = std::move(reason)}; }

PoolError failed(executor::CallError error) {
    const bool took_too_long = error.interruption == executor::CallError::Interruption::kDeadline;
    return {.kind = took_too_long ? PoolError::Kind::kTookTooLong : PoolError::Kind::kInternal,
            .reason = std::move(error.reason)};
}

}  // namespace

Result<ValidTransaction, PoolError> ClientPoolChain::validate(const chain::BlockId& at, TransactionSource source,
                                                              const primitives::Extrinsic& extrinsic) {
    TRY_ASSIGN(const Bytes answer, ask(at, source, extrinsic));
    return decode_validity(answer);
}

Result<Bytes, PoolError> ClientPoolChain::ask(const chain::BlockId& at, TransactionSource source,
                                              const primitives::Extrinsic& extrinsic) {
    const auto version = client_.calls().find_api(at.hash, queue::kValidateTransaction);
    if (!version) return internal(version.error().reason);
    if (!*version) return internal("the runtime has no " + std::string(queue::kValidateTransaction.api()));
    if (queue::kValidateTransactionV1.versions.contains(**version)) {
        return ask_old_runtime(at, queue::kValidateTransactionV1.encode(extrinsic));
    }
    if (queue::kValidateTransactionV2.versions.contains(**version)) {
        return ask_old_runtime(at, queue::kValidateTransactionV2.encode(source, extrinsic));
    }
    auto answer = client_.call(at.hash, queue::kValidateTransaction.name,
                               queue::kValidateTransaction.encode(source, extrinsic, at.hash), limits_);
    if (!answer) return failed(std::move(answer).error());
    return *std::move(answer);
}

// Observed: polkadot 1.25.1 begins a block on an empty header for such runtimes, which validate as if within one.
Result<Bytes, PoolError> ClientPoolChain::ask_old_runtime(const chain::BlockId& at, BytesView arguments) {
    auto state = client_.state_of(at.hash);
    if (!state) return internal(state.error().reason);
    const auto loaded = client_.runtime_of(at.hash);
    if (!loaded) return internal(loaded.error().reason);
    primitives::Header header;
    header.parent_hash = at.hash;
    header.number = at.number + 1;
    state::Overlay overlay(**state);
    const runtime_api::OnState on{client_.executor(), *loaded->runtime, overlay, limits_};
    const auto begun = runtime_api::call(on, runtime_api::core::kInitializeAnyBlock, header);
    if (!begun) return failed(begun.error());
    auto answer = runtime_api::call_encoded(on, queue::kValidateTransactionV2, arguments);
    if (!answer) return failed(std::move(answer).error());
    return std::move(answer->bytes);
}

std::shared_ptr<void> ClientPoolChain::expect(const chain::BlockId& at,
                                              std::span<const primitives::Extrinsic> extrinsics) {
    const auto state = client_.state_of(at.hash);
    const auto loaded = client_.runtime_of(at.hash);
    if (!state || !loaded) return nullptr;
    return std::make_shared<chain::SignatureForecast::Run>(forecast_.start(*loaded, **state, at, extrinsics));
}

std::optional<primitives::Body> ClientPoolChain::find_body(const Hash256& block) {
    auto body = client_.find_body(block);
    if (!body) return std::nullopt;
    return *std::move(body);
}

}  // namespace serinus::pool

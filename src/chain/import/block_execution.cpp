#include "chain/import/block_execution.hpp"

#include "base/hex.hpp"
#include "chain/import/proof_size.hpp"
#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/cumulus.hpp"
#include "runtime_api/on_state.hpp"
#include "trie/root_builder.hpp"

namespace serinus::chain {
namespace {

using executor::CallError;
using primitives::Block;

ExecutionVerdict refuse(RefusalReason reason, std::string text) {
    return {.refusal = Refusal{reason, std::move(text)}};
}

/// Whether the block made the call fail, and not what we have or do.
bool is_verdict(CallError::Kind kind) noexcept {
    return kind == CallError::Kind::kTrap || kind == CallError::Kind::kBadResult;
}

std::string differs(const char* what, const Hash256& claimed, const Hash256& found) {
    return std::string("its ") + what + " is " + to_hex_prefixed(claimed.bytes) + ", but must be " +
           to_hex_prefixed(found.bytes);
}

}  // namespace

Bytes encode_without_seal(const Block& block) {
    primitives::Header header = block.header;
    primitives::take_seal(header);
    Bytes out = scale::encode(header);
    scale::append_encoded(out, block.body);
    return out;
}

Hash256 extrinsics_root(const primitives::Body& body, uint8_t system_version) {
    std::vector<Bytes> items;
    items.reserve(body.size());
    for (const auto& extrinsic : body) items.push_back(scale::encode(extrinsic));
    return trie::ordered_root(items, system_version >= 2 ? trie::StateVersion::kV1 : trie::StateVersion::kV0);
}

MaybeRefusal check_body(const LoadedRuntime& loaded, const Block& block) {
    const Hash256 root = extrinsics_root(block.body, loaded.version.system_version);
    if (root == block.header.extrinsics_root) return {};
    return Refusal{RefusalReason::kBadBody, differs("extrinsics root", block.header.extrinsics_root, root)};
}

bool counts_proof_size(const LoadedRuntime& loaded) {
    return loaded.find_api(runtime_api::cumulus::kCollectCollationInfo.api()).has_value();
}

Result<ExecutionVerdict, ChainError> execute_block(RuntimeSource& runtimes, state::Backend& parent_state,
                                                   const Block& block) {
    state::Overlay overlay(parent_state);
    TRY_ASSIGN(const LoadedRuntime loaded, runtimes.load(overlay, block.header.number - 1));
    if (auto refusal = check_body(loaded, block); refusal) return ExecutionVerdict{.refusal = std::move(refusal)};
    return execute_block(runtimes.executor(), loaded, overlay, block);
}

Result<ExecutionVerdict, ChainError> execute_block(executor::Executor& executor, const LoadedRuntime& loaded,
                                                   state::Overlay& overlay, const Block& block,
                                                   crypto::AheadVerifier* signatures) {
    executor::CallContext context{.offchain = nullptr, .is_block_import = true, .signatures = signatures};
    state::Backend& parent_state = overlay.backend();
    if (parent_state.recorded_proof_size() != UINT64_MAX) {
        context.proof_size = [&parent_state] { return parent_state.recorded_proof_size(); };
    }
    const auto result = runtime_api::call_encoded({executor, *loaded.runtime, overlay, context},
                                                  runtime_api::core::kExecuteBlock, encode_without_seal(block));
    if (!result) {
        if (!is_verdict(result.error().kind)) return Err(from(result.error()));
        return refuse(RefusalReason::kExecutionFailed, "the runtime refuses it: " + result.error().to_string());
    }
    ExecutionVerdict verdict;
    verdict.effects.version = loaded.version.state_version();
    const auto root = overlay.root(verdict.effects.version);
    if (!root) return Err(from(root.error()));
    if (*root != block.header.state_root) {
        return refuse(RefusalReason::kBadStateRoot, differs("state root", block.header.state_root, *root));
    }
    verdict.effects.changes = overlay.take_changes();
    verdict.effects.offchain = overlay.take_offchain_index();
    return verdict;
}

}  // namespace serinus::chain

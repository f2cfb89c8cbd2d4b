/// governance_dryRun: what a proposal would do. Ours: no other node has it.
#include "governance/dry_run.hpp"

#include "rpc/methods/access.hpp"

namespace serinus::rpc {
namespace {

using governance::DryRunError;

constexpr int kGovernanceRuntimeError = 14'001;
constexpr int kChainError = 14'002;

RpcError error_of(const Call& call, const DryRunError& error) {
    switch (error.kind) {
        case DryRunError::Kind::kRequest:
            return invalid_params(error.reason);
        case DryRunError::Kind::kChain:
            return {kChainError, error.reason};
        case DryRunError::Kind::kInterrupted:
            if (call.is_interrupted != nullptr) *call.is_interrupted = true;
            break;
        case DryRunError::Kind::kRuntime:
            break;
    }
    return {kGovernanceRuntimeError, error.reason};
}

RpcResult dry_run(chain::Client& client, governance::DryRunner& runner, const Call& call) {
    governance::DryRunRequest request;
    TRY_ASSIGN(request.proposal, call.params.bytes(0, "proposal"));
    TRY_ASSIGN(request.origin, call.params.string(1, "origin"));
    TRY_ASSIGN(const auto asked, call.params.optional_hash(2, "at"));
    request.address_prefix = address_prefix(client.spec());
    const Hash256 block = block_or_best(client, asked);
    const auto header = client.look_up_header(block);
    auto state = open_state(client, block);
    if (!state) return Err(state_error(state.error()));
    const auto loaded = open_runtime(client, block);
    if (!loaded) return Err(state_error(loaded.error()));
    if (!header || *header == nullptr) return Err(state_error(why_no_state(client, block, "UnknownBlock: ")));
    auto answer = runner.run(*loaded, **state, {block, (*header)->number}, request, repeatable_limits_of(call));
    if (!answer) return Err(error_of(call, answer.error()));
    return Json(*std::move(answer));
}

}  // namespace

void add_governance(Registry& registry, Services& services) {
    registry.method(
        "governance_dryRun", {.parameters = {"proposal", "origin", "at"}},
        [&client = services.client, runner = std::make_shared<governance::DryRunner>(services.client.executor())](
            const Call& call) { return dry_run(client, *runner, call); });
}

}  // namespace serinus::rpc

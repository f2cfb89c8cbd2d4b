/// serinus_cores: what the cores of a relay chain are used for. Ours: no other node has it.
#include "coretime/examine.hpp"
#include "coretime/report_json.hpp"
#include "rpc/methods/block_metadata.hpp"

namespace serinus::rpc {
namespace {

using coretime::ExamineError;

constexpr int kNoCoretime = 15'001;

RpcError error_of(const Call& call, const ExamineError& error) {
    if (error.kind == ExamineError::Kind::kChain) return {kNoCoretime, error.reason};
    if (error.kind == ExamineError::Kind::kInterrupted && call.is_interrupted != nullptr) *call.is_interrupted = true;
    return internal_error(error.reason);
}

RpcResult show_cores(chain::Client& client, BlockMetadata& metadata, const Call& call) {
    TRY_ASSIGN(const auto para, call.params.optional_number(0, "para", UINT32_MAX));
    TRY_ASSIGN(const auto asked, call.params.optional_hash(1, "at"));
    const Hash256 block = block_or_best(client, asked);
    const auto header = client.look_up_header(block);
    if (!header || *header == nullptr) return Err(state_error(why_no_state(client, block, "UnknownBlock: ")));
    const auto state = open_state(client, block);
    if (!state) return Err(state_error(state.error()));
    const auto loaded = open_runtime(client, block);
    if (!loaded) return Err(state_error(loaded.error()));
    TRY_ASSIGN(const auto known, metadata.of(call, block));
    auto report = coretime::examine_cores({.executor = client.executor(),
                                           .runtime = *loaded->runtime,
                                           .metadata = *known,
                                           .state = **state,
                                           .number = (*header)->number,
                                           .hash = block,
                                           .address_prefix = address_prefix(client.spec())},
                                          repeatable_limits_of(call));
    if (!report) return Err(error_of(call, report.error()));
    if (para) coretime::keep_only(*report, static_cast<uint32_t>(*para));
    return Json(coretime::report_json(*report));
}

}  // namespace

void add_cores(Registry& registry, Services& services) {
    registry.method("serinus_cores", {.parameters = {"para", "at"}},
                    [&client = services.client, metadata = std::make_shared<BlockMetadata>(services.client)](
                        const Call& call) { return show_cores(client, *metadata, call); });
}

}  // namespace serinus::rpc

#include "tools/remote/dry_run.hpp"

#include "runtime_api/block_builder.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"
#include "state/overlay.hpp"
#include "tools/remote/terms.hpp"

namespace serinus::remote {

Result<Outcome, std::string> dry_run(executor::Executor& executor, const chain::LoadedRuntime& runtime,
                                     state::Backend& state, const BlockAt& parent, const metadata::Metadata& metadata,
                                     crypto::ss58::Prefix prefix, BytesView extrinsic) {
    state::Overlay overlay(state);
    const runtime_api::OnState on{executor, *runtime.runtime, overlay};
    primitives::Header header;
    header.parent_hash = parent.hash;
    header.number = static_cast<primitives::BlockNumber>(parent.number + 1);
    const auto begun = runtime_api::call(on, runtime_api::core::kInitializeAnyBlock, header);
    if (!begun) return Err("no block can be begun: " + begun.error().to_string());

    BytesView body = extrinsic;
    const auto taken = scale::take<scale::Compact<uint32_t>>(body);
    ENSURE(taken, std::string("the extrinsic has no length before it"));
    const auto applied = runtime_api::call(on, runtime_api::block_builder::kApplyExtrinsic, to_bytes(body));
    if (!applied) return Err("the runtime fails at it: " + applied.error().to_string());

    Outcome out;
    out.block = parent;
    const Bytes& result = applied->bytes;
    ENSURE(!result.empty(), std::string("the runtime does not say how it ended"));
    if (result[0] != 0) {
        out.error = "it cannot be in a block: " + validity_error_text(BytesView(result).subspan(1));
        return out;
    }
    const auto events = overlay.get(state::Area::top(), metadata::item_prefix("System", "Events"));
    if (!events) return Err(events.error().reason);
    out.events = TRY(events_of(metadata, prefix, *events ? to_bytes(**events) : Bytes(), out.index));
    judge(out);
    return out;
}

}  // namespace serinus::remote

/// Unsigned transactions by which nodes report misbehaviour.
#pragma once

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/preamble.hpp"

namespace serinus::sdk {

/// How the pool treats a report: before all others, one for each `tag`, and not sent to other nodes. The tag stands
/// behind the prefix. Pallet: sp-runtime (ValidTransaction::with_tag_prefix)
template <class Tag>
ValidTransaction unsigned_report(std::string_view prefix, const Tag& tag, uint64_t longevity_blocks) {
    return {.priority = ~uint64_t{0},
            .requires_ = {},
            .provides = {scale::encode(std::pair(prefix, tag))},
            .longevity = longevity_blocks,
            .propagate = false};
}

/// Hands an unsigned transaction to the node's pool, in the newest format that the runtime has.
inline bool submit_unsigned(RuntimeCall call) {
    Bytes bare{has_extension_pipeline() ? kNewestExtrinsicFormat : kExtrinsicVersion};
    scale::append_encoded(bare, call);
    return host::submit_transaction(scale::encode(bare));
}

}  // namespace serinus::sdk

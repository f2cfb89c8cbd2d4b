/// What a runtime hears from outside of its chain when it makes its inherents, and when it checks those of others.
#pragma once

#include <map>

#include "chain/import/block_execution.hpp"
#include "codec/scale.hpp"

namespace serinus::chain {

/// Spec: defn-inherent-data
using InherentIdentifier = ByteArray<8>;
using InherentData = std::map<InherentIdentifier, Bytes>;

consteval InherentIdentifier inherent_identifier(const char (&name)[9]) {
    InherentIdentifier out{};
    for (size_t i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(name[i]);
    return out;
}

inline constexpr InherentIdentifier kTimestampInherent = inherent_identifier("timstap0");  ///< u64, milliseconds
inline constexpr InherentIdentifier kBabeInherent = inherent_identifier("babeslot");       ///< u64

/// Asks the runtime of the parent's state whether it accepts a block's inherents. What the runtime changes does not
/// count. `data` is InherentData in SCALE.
/// Errors: a runtime that lacks the method, or answers nonsense. A trap is the block's fault.
///
/// `parent_state` is an overlay without changes. Spec: id-blockbuilder_check_inherents
Result<MaybeRefusal, ChainError> check_inherents(executor::Executor& executor, const LoadedRuntime& loaded,
                                                 state::Overlay& parent_state, const primitives::Block& block,
                                                 BytesView data);

/// The verdict in an answer of BlockBuilder_check_inherents; the outer nullopt: it cannot be decoded.
std::optional<MaybeRefusal> inherents_refusal(BytesView answer);

}  // namespace serinus::chain

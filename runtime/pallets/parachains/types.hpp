/// The types that parachains' pallets share with nodes, with their type parameters in the metadata.
#pragma once

#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute.hpp"
#include "primitives/parachain/session.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::polkadot_primitives::v5 {

template <class System>
void deposit_log(const ConsensusLog& log) {
    System::deposit_log(primitives::digest::Consensus{kEngine, scale::encode(log)});
}

}  // namespace serinus::polkadot_primitives::v5

namespace serinus::sdk {

namespace v5 = polkadot_primitives::v5;

/// Of a block's hash, and of a block's number.
using ParamH = List<Param<"H", Hash256>>;
using ParamN = List<Param<"N", BlockNumber>>;
using ParamsHN = List<Param<"H", Hash256>, Param<"N", BlockNumber>>;

template <class Id>
struct ParamsOf<polkadot_core_primitives::OutboundHrmpMessage<Id>> {
    using type = List<Param<"Id", Id>>;
};
template <>
struct ParamsOf<v5::CandidateCommitments> {
    using type = ParamN;
};
template <>
struct ParamsOf<v5::PersistedValidationData> {
    using type = ParamsHN;
};
template <class Payload>
struct ParamsOf<v5::UncheckedSigned<Payload>> {
    using type = List<Param<"Payload", Payload>, Param<"RealPayload", Payload>>;
};
template <>
struct ParamsOf<v5::DisputeState> {
    using type = ParamN;
};
template <>
struct ParamsOf<v5::GroupRotationInfo> {
    using type = ParamN;
};
template <class K, class V>
struct ParamsOf<v5::IndexedVec<K, V>> {
    using type = List<Param<"K", K>, Param<"V", V>>;
};

}  // namespace serinus::sdk

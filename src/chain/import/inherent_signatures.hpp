/// Which signatures the parachains' inherent of a block will make its runtime verify: a forecast, from outside of the
/// runtime.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "crypto/ahead_verifier.hpp"
#include "primitives/parachain/dispute.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::chain {

/// What signatures in the inherent are judged by.
struct ParachainFacts {
    polkadot_primitives::v5::SigningContext context;  ///< the session, and the parent of the block
    std::vector<polkadot_primitives::v5::ValidatorId> validators;
    std::vector<std::vector<polkadot_primitives::v5::ValidatorIndex>> groups;
    std::map<polkadot_primitives::ParaId, size_t> group_of;  ///< the group that backs a para's candidates in this block
    /// The validators of a session before; nullptr: not known. Each is asked for once.
    std::function<const std::vector<polkadot_primitives::v5::ValidatorId>*(uint32_t session)> validators_of = {};
};

/// The pallet that takes the inherent, as metadata states it. nullopt: the runtime has none.
std::optional<uint8_t> para_inherent_pallet_of(BytesView metadata);

/// The inherent, if this extrinsic brings it: ParaInherent.enter without a signature.
std::optional<polkadot_primitives::v5::InherentData> para_inherent_in(BytesView extrinsic, uint8_t pallet);

size_t signature_count(const polkadot_primitives::v5::InherentData& inherent) noexcept;

/// The signatures of availability bitfields, of backers and of dispute statements, as far as their signers are known:
/// at most kMostInherentSignatures. A wrong forecast does no harm: the runtime then asks another question. Source:
/// polkadot-runtime-parachains 1.0.0, paras_inherent and disputes
std::vector<crypto::ExpectedSignature> expected_signatures(const polkadot_primitives::v5::InherentData& inherent,
                                                           const ParachainFacts& facts);

/// Several times what a block of 1,000 validators holds.
inline constexpr size_t kMostInherentSignatures = 16'384;

}  // namespace serinus::chain

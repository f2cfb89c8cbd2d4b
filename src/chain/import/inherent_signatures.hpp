/// Which signatures the parachains' inherent of a block will make its runtime verify: a forecast, from outside of the
/// runtime.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "crypto/ahead_verifier.hpp"
#include "primitives/parachain/dispute_votes.hpp"
#include "primitives/parachain/receipt_version.hpp"
#include "primitives/parachain/session.hpp"

namespace serinus::chain {

/// What signatures in the inherent are judged by.
struct ParachainFacts {
    polkadot_primitives::v5::SigningContext context;  ///< the session, and the parent of the block
    std::vector<polkadot_primitives::v5::ValidatorId> validators;
    std::vector<std::vector<polkadot_primitives::v5::ValidatorIndex>> groups;
    polkadot_primitives::v5::GroupRotationInfo rotation;  ///< when they change cores
    /// The number of a block that candidates may be scheduled by; nullopt: it is none. Each is asked for once or more.
    std::function<std::optional<primitives::BlockNumber>(const Hash256& hash)> number_of = {};
    /// The validators of a session before; nullptr: not known. Each is asked for once.
    std::function<const std::vector<polkadot_primitives::v5::ValidatorId>*(uint32_t session)> validators_of = {};
};

/// The pallet that takes the inherent, as metadata states it. nullopt: the runtime has none.
std::optional<uint8_t> para_inherent_pallet_of(BytesView metadata);

/// The inherent, if this extrinsic brings it: ParaInherent.enter without a signature.
std::optional<polkadot_primitives::v9::InherentData> para_inherent_in(BytesView extrinsic, uint8_t pallet);

size_t signature_count(const polkadot_primitives::v9::InherentData& inherent) noexcept;

/// The signatures of availability bitfields, of backers and of dispute statements, as far as their signers are known:
/// at most kMostInherentSignatures. A candidate names its core behind the bits of its backers; what does not, as with
/// runtimes before async backing, is left out. A wrong forecast does no harm: the runtime then asks another question.
/// Observed: polkadot-runtime-parachains 21.0.1, paras_inherent, inclusion and disputes
std::vector<crypto::ExpectedSignature> expected_signatures(const polkadot_primitives::v9::InherentData& inherent,
                                                           const ParachainFacts& facts);

/// Several times what a block of 1,000 validators holds.
inline constexpr size_t kMostInherentSignatures = 16'384;

}  // namespace serinus::chain

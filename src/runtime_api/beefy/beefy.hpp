/// The API BeefyApi. Observed: sp-consensus-beefy, polkadot v1.0.0
#pragma once

#include "crypto/ecdsa.hpp"
#include "primitives/header.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::beefy {

using AuthorityId = crypto::ecdsa::PublicKey;
using SetId = uint64_t;

/// Never empty on a chain that runs BEEFY; a digest may say otherwise.
struct ValidatorSet {
    std::vector<AuthorityId> validators;
    SetId id = 0;

    bool contains(const AuthorityId& key) const { return std::ranges::find(validators, key) != validators.end(); }
    friend bool operator==(const ValidatorSet&, const ValidatorSet&) = default;
};

/// The first block of BEEFY; nullopt: there is none yet.
inline constexpr Call<std::optional<primitives::BlockNumber>()> kGenesis{"BeefyApi_beefy_genesis", {}, Reuse::kAtBlock};
inline constexpr Call<std::optional<ValidatorSet>()> kValidatorSet{"BeefyApi_validator_set", {}, Reuse::kAtBlock};
/// An opaque proof that the key was a validator of the set; nullopt: the runtime keeps none of it.
inline constexpr Call<std::optional<Bytes>(SetId, AuthorityId)> kGenerateKeyOwnershipProof{
    "BeefyApi_generate_key_ownership_proof"};
/// The runtime submits the report as a transaction of this node; nullopt: it makes none. `Proof` is
/// consensus::beefy::EquivocationProof. Runtimes have one of the two, as two votes are not the only offence of later
/// ones. Observed: sp-consensus-beefy of polkadot v1.0.0 and of Kusama 1.7.1 (version 5)
template <class Proof>
inline constexpr Call<std::optional<scale::Unit>(Proof, Bytes)> kSubmitDoubleVoting{
    "BeefyApi_submit_report_double_voting_unsigned_extrinsic"};
template <class Proof>
inline constexpr Call<std::optional<scale::Unit>(Proof, Bytes)> kSubmitEquivocation{
    "BeefyApi_submit_report_equivocation_unsigned_extrinsic"};

}  // namespace serinus::runtime_api::beefy

/// The API GrandpaApi. Spec: sect-grandpa-api
#pragma once

#include "crypto/ed25519.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::grandpa {

using AuthorityId = crypto::ed25519::PublicKey;
using SetId = uint64_t;  ///< Spec: defn-authority-set-id

struct Authority {
    AuthorityId id;
    uint64_t weight = 0;

    friend bool operator==(const Authority&, const Authority&) = default;
};
using AuthorityList = std::vector<Authority>;

/// The voters on the blocks after the block.
inline constexpr Call<AuthorityList()> kAuthorities{"GrandpaApi_grandpa_authorities", {}, Reuse::kAtBlock};
inline constexpr Call<SetId()> kCurrentSetId{"GrandpaApi_current_set_id", {.first = 3}, Reuse::kAtBlock};
/// An opaque proof that the key was a voter of the set; nullopt: the runtime keeps none of it.
inline constexpr Call<std::optional<Bytes>(SetId, AuthorityId)> kGenerateKeyOwnershipProof{
    "GrandpaApi_generate_key_ownership_proof"};
/// The runtime submits the report as a transaction of this node; nullopt: it makes none. `Proof` is
/// consensus::grandpa::EquivocationProof.
template <class Proof>
inline constexpr Call<std::optional<scale::Unit>(Proof, Bytes)> kSubmitReport{
    "GrandpaApi_submit_report_equivocation_unsigned_extrinsic"};

}  // namespace serinus::runtime_api::grandpa
